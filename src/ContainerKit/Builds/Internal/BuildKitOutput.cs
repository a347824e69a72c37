namespace ContainerKit.Builds;

/// <summary>Bytes that a piece of work wrote to one of its outputs.</summary>
internal sealed record BuildKitOutput(string Vertex, long Source, byte[] Bytes)
{
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
