using System.Net.Http.Headers;
using System.Text.Json.Serialization;

namespace Scenes.Data;

/// <summary>Which version of which address the bytes of an unfinished download come from.</summary>
/// <param name="Url">The address asked for, before redirects.</param>
/// <param name="Span">The part of the remote file; null for all.</param>
/// <param name="ETag">A strong entity tag; null where the server gave none.</param>
/// <param name="LastModified">Null where the server gave none.</param>
/// <param name="RemoteSize">Size of the whole remote file; null where the server did not say.</param>
internal sealed record PartialState(string Url, ByteSpan? Span, string? ETag, DateTimeOffset? LastModified, long? RemoteSize)
{
    /// <summary>Whether a server can be asked to go on only if its file is still the same.</summary>
    [JsonIgnore]
    public bool HasValidator => ETag is not null || LastModified is not null;

    /// <summary>Whether a server can be asked with it: a file that was read may be damaged.</summary>
    [JsonIgnore]
    public bool IsSound => ETag is null || (EntityTagHeaderValue.TryParse(ETag, out EntityTagHeaderValue? tag) && !tag.IsWeak && tag.Tag == ETag);

    /// <summary>The header that asks so; null without a validator.</summary>
    public RangeConditionHeaderValue? IfRange() =>
        ETag is not null ? new RangeConditionHeaderValue(new EntityTagHeaderValue(ETag))
        : LastModified is { } date ? new RangeConditionHeaderValue(date) : null;

    public static PartialState Of(DownloadRequest request, HttpResponseMessage response) => new(
        request.Url.AbsoluteUri,
        request.Span,
        response.Headers.ETag is { IsWeak: false } tag ? tag.Tag : null,
        response.Content.Headers.LastModified,
        response.Content.Headers.ContentRange is { } range ? range.Length : response.Content.Headers.ContentLength);

    /// <summary>Whether an answer is about the same version, as far as both say.</summary>
    public bool SameVersionAs(PartialState other) =>
        (ETag is null || other.ETag is null || ETag == other.ETag)
        && (LastModified is null || other.LastModified is null || LastModified == other.LastModified)
        && (RemoteSize is null || other.RemoteSize is null || RemoteSize == other.RemoteSize);
}
