#pragma warning disable CA2201 // errors of libtorch come as this type
using System.Runtime.InteropServices;
using Scenes.Runner.Commands;
using Scenes.Runner.Notebooks;
using Scenes.Runtime;

namespace Scenes.Tests.Runner;

public sealed class CommandErrorsTests
{
    public static TheoryData<Exception, string> Known => new()
    {
        { new IOException("no disk"), "no disk" },
        { new TypeInitializationException("Type", new ArgumentException("SCENES_DEVICE is 'gpu'")), "SCENES_DEVICE is 'gpu'" },
        { new AggregateException(new IOException("one"), new InvalidDataException("two"), new IOException("one")), "one\ntwo" },
        { new AggregateException(new AggregateException(new IOException("inner"))), "inner" },
        { new ExternalException("CUDA out of memory.\nException raised from malloc"), "CUDA out of memory." },
    };

    [Theory]
    [MemberData(nameof(Known), DisableDiscoveryEnumeration = true)]
    public void Guard_WhatAUserCanDoSomethingAbout_IsToldInItsOwnWords(Exception error, string told)
    {
        Assert.Equal(1, CommandErrors.Guard(() => throw error));
        Assert.Equal(told, CommandErrors.Describe(error));
    }

    [Theory]
    [InlineData(null, "Stopped.")]
    [InlineData(CommandErrors.Resumable, "Stopped. Run the same command again to go on.")]
    public async Task GuardAsync_Stopped_SaysToGoOnOnlyWhereThatIsPossible(string? said, string expected)
    {
        using var errors = new StringWriter();
        Func<Task<int>> action = () => throw new OperationCanceledException();
        Assert.Equal(130, await (said is null ? CommandErrors.GuardAsync(action, errors: errors) : CommandErrors.GuardAsync(action, said, errors)));
        Assert.Equal(expected, errors.ToString().TrimEnd());
    }

    [Fact]
    public async Task GuardAsync_ControlCharactersInAName_AreShownAsEscapes()
    {
        using var errors = new StringWriter();
        Func<Task<int>> action = () => throw new IOException("\u001b]0;title\a.jpg and \u009b1m.jpg cannot be read:\n\tbusy");
        Assert.Equal(1, await CommandErrors.GuardAsync(action, errors: errors));
        Assert.Equal("\\u001b]0;title\\u0007.jpg and \\u009b1m.jpg cannot be read:\n\tbusy", errors.ToString().TrimEnd());
    }

    [Fact]
    public void Guard_CellThatDoesNotCompile_IsToldWithItsLine()
    {
        var failure = new CellFailure("CompilationError", "CS0103: no such name", 2, ["CompilationError: CS0103: no such name", "cell 3, line 2: CS0103: no such name"], null);
        Assert.Equal(1, CommandErrors.Guard(() => throw new CellException(failure)));
        Assert.Contains("cell 3, line 2", CommandErrors.Describe(new CellException(failure)), StringComparison.Ordinal);
    }

    [Fact]
    public void Guard_DeviceThatIsNotThere_IsTold()
    {
        Assert.SkipUnless(!Device.Choose(null).IsCuda, "This machine has CUDA; the refusal shows on machines without it.");
        Assert.Equal(1, CommandErrors.Guard(() => Device.Choose("cuda")));
    }

    [Fact]
    public void Guard_FaultOfTheProgram_KeepsItsStackTrace()
    {
        Assert.Throws<InvalidOperationException>(() => CommandErrors.Guard(() => throw new InvalidOperationException("a fault")));
        Assert.Throws<AggregateException>(() => CommandErrors.Guard(() => throw new AggregateException(new IOException("one"), new InvalidOperationException("a fault"))));
    }
}
