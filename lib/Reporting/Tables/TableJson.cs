using System.Text.Json;
using System.Text.Json.Serialization;

namespace Scenes.Reporting;

/// <summary>A table within other JSON, in the form of <see cref="Table.ToJson"/>.</summary>
internal sealed class TableJson : JsonConverter<Table>
{
    public override Table Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize<TableData>(ref reader, options)!.ToTable();

    public override void Write(Utf8JsonWriter writer, Table value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, TableData.Of(value), options);
}
