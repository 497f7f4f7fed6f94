using System.Buffers.Binary;
using System.Text;
using Scenes.Backbones;
using static TorchSharp.torch;

namespace Scenes.Tests.Backbones;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("scenes-").FullName;

    private string FileName => Path.Combine(folder, "a.safetensors");

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Int32)]
    [InlineData(ScalarType.Byte)]
    [InlineData(ScalarType.Bool)]
    public void WriteThenRead_EveryType_KeepsValuesTypeAndShape(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var values = arange(24, ScalarType.Float32).reshape(2, 3, 4).to(type);
        SafetensorsFile.Write(FileName, new Dictionary<string, Tensor> { ["x"] = values });
        using var file = SafetensorsFile.Open(FileName);
        var read = file.Read("x");
        Assert.Equal(type, read.dtype);
        Assert.Equal([2L, 3, 4], read.shape);
        Assert.True(read.eq(values).all().item<bool>());
    }

    [Fact]
    public void WriteThenRead_ScalarEmptyAndStridedTensors_KeepValues()
    {
        using var scope = NewDisposeScope();
        var strided = arange(6, ScalarType.Float32).reshape(2, 3).t();
        SafetensorsFile.Write(FileName, new Dictionary<string, Tensor>
        {
            ["scalar"] = tensor(7L),
            ["empty"] = zeros(0, 3),
            ["strided"] = strided,
        });
        using var file = SafetensorsFile.Open(FileName);
        Assert.Equal(7L, file.Read("scalar").item<long>());
        Assert.Empty(file.Read("scalar").shape);
        Assert.Equal([0L, 3], file.Read("empty").shape);
        Assert.Equal(new float[] { 0, 3, 1, 4, 2, 5 }, file.Read("strided").data<float>().ToArray());
    }

    [Fact]
    public void Write_SameContentInOtherOrder_GivesSameBytes()
    {
        using var scope = NewDisposeScope();
        Tensor a = ones(3), b = tensor(1L), c = zeros(2, ScalarType.Byte);
        string other = Path.Combine(folder, "b.safetensors");
        SafetensorsFile.Write(FileName, new Dictionary<string, Tensor> { ["a"] = a, ["b"] = b, ["c"] = c }, new Dictionary<string, string> { ["k"] = "1", ["j"] = "2" });
        SafetensorsFile.Write(other, new Dictionary<string, Tensor> { ["c"] = c, ["b"] = b, ["a"] = a }, new Dictionary<string, string> { ["j"] = "2", ["k"] = "1" });
        Assert.Equal(File.ReadAllBytes(FileName), File.ReadAllBytes(other));
        using var file = SafetensorsFile.Open(other);
        Assert.Equal("2", file.Metadata["j"]);
        Assert.All(file.Tensors.Values.Where(entry => entry.Name != "c"), entry => Assert.Equal(0, entry.Start % 4));
    }

    [Fact]
    public void Write_TypeOutsideTheFormat_NamesItAndLeavesNoFile()
    {
        using var values = ones(2, ScalarType.ComplexFloat32);
        var error = Assert.Throws<ArgumentException>(() => SafetensorsFile.Write(FileName, new Dictionary<string, Tensor> { ["x"] = values }));
        Assert.Contains("ComplexFloat32", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public void Open_FileOfTheReferenceWriter_ReadsIt()
    {
        // The layout that the reference implementation's documentation prints: metadata first, header padded by spaces.
        Store("""{"__metadata__":{"format":"pt"},"w":{"dtype":"F16","shape":[1,2],"data_offsets":[0,4]}}     """, [0, 0x3C, 0, 0xC0]);
        using var file = SafetensorsFile.Open(FileName);
        using var read = file.Read("w");
        using var wide = read.to(ScalarType.Float32);
        Assert.Equal(new float[] { 1, -2 }, wide.data<float>().ToArray());
        Assert.Equal("pt", file.Metadata["format"]);
    }

    [Theory]
    [InlineData("""[]""", 0, "expected an object")] // not an object
    [InlineData("""{"w":""", 0, "not the JSON")] // cut off
    [InlineData("""{"w":{"dtype":"F32","data_offsets":[0,4]}}""", 4, "not the JSON")] // no shape
    [InlineData("""{"w":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}}""", 4, "F8_E4M3")] // unknown type
    [InlineData("""{"w":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "shape")] // negative size
    [InlineData("""{"w":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "not the JSON")] // fractional size
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "does not fill")] // range too short
    [InlineData("""{"w":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""", 0, "does not fill")] // 2^64 elements
    [InlineData("""{"w":{"dtype":"F32","shape":[4611686018427387904,4611686018427387904,0],"data_offsets":[0,0]}}""", 0, "does not fill")] // empty, but its strides pass 2^63
    [InlineData("""{"w":{"dtype":"U8","shape":[4],"data_offsets":[4,0]}}""", 4, "data_offsets")] // end before start
    [InlineData("""{"w":{"dtype":"U8","shape":[4],"data_offsets":[-4,0]}}""", 4, "data_offsets")] // negative start
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}""", 6, "inside")] // overlap
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[6,10]}}""", 10, "no tensor")] // gap
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", 3, "cut off")] // file too short
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", 5, "after the last")] // bytes left over
    [InlineData("""{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""", 0, "not the JSON")] // same name twice
    public void Open_DamagedHeader_SaysWhatIsWrong(string json, int dataBytes, string expected)
    {
        Store(json, new byte[dataBytes]);
        var error = Assert.Throws<InvalidDataException>(() => SafetensorsFile.Open(FileName));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(FileName, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(1000UL)] // past the end of the file
    [InlineData(ulong.MaxValue)] // would be negative as a signed number
    public void Open_WrongHeaderLength_IsRefusedBeforeReading(ulong length)
    {
        byte[] bytes = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        File.WriteAllBytes(FileName, bytes);
        Assert.Contains("header claims", Assert.Throws<InvalidDataException>(() => SafetensorsFile.Open(FileName)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FileOfThreeBytes_IsRefused()
    {
        File.WriteAllBytes(FileName, [1, 2, 3]);
        Assert.Throws<InvalidDataException>(() => SafetensorsFile.Open(FileName));
    }

    [Fact]
    public void Read_BoolWithOtherBytes_IsRefused()
    {
        Store("""{"m":{"dtype":"BOOL","shape":[2],"data_offsets":[0,2]}}""", [1, 2]);
        using var file = SafetensorsFile.Open(FileName);
        Assert.Throws<InvalidDataException>(() => file.Read("m"));
    }

    [Fact]
    public void Read_UnknownName_ListsWhatThereIs()
    {
        using var values = ones(2);
        SafetensorsFile.Write(FileName, new Dictionary<string, Tensor> { ["weight"] = values });
        using var file = SafetensorsFile.Open(FileName);
        Assert.Contains("weight", Assert.Throws<KeyNotFoundException>(() => file.Read("bias")).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private void Store(string json, byte[] data)
    {
        byte[] header = Encoding.UTF8.GetBytes(json), length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        File.WriteAllBytes(FileName, [.. length, .. header, .. data]);
    }
}
