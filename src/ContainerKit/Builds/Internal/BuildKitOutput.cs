namespace ContainerKit.Builds;

/// <summary>Output of a vertex: the message <c>VertexLog</c> of BuildKit's control API.</summary>
/// <param name="Vertex">The digest of the vertex.</param>
/// <param name="Source">1 for standard output, 2 for standard error.</param>
/// <param name="Bytes">The output.</param>
internal sealed record BuildKitOutput(string Vertex, long Source, byte[] Bytes)
{
    /// <summary>Parses the message.</summary>
    public static BuildKitOutput Read(ReadOnlySpan<byte> message)
    {
        var output = new BuildKitOutput("", 1, []);
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            output = reader.Field switch
            {
                1 => output with { Vertex = reader.Text },
                3 => output with { Source = reader.Number },
                4 => output with { Bytes = reader.Bytes.ToArray() },
                _ => output,
            };
        }

        return output;
    }
}
