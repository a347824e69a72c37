namespace ContainerKit.Builds;

/// <summary>A piece of work, such as an instruction of the Dockerfile. It is told of again when it changes.</summary>
internal sealed record BuildKitVertex(string Digest, string Name, bool IsCached, bool HasStarted, bool HasEnded, string Error)
{
    public static BuildKitVertex Read(ReadOnlySpan<byte> message)
    {
        var vertex = new BuildKitVertex("", "", false, false, false, "");
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            vertex = reader.Field switch
            {
                1 => vertex with { Digest = reader.Text },
                3 => vertex with { Name = reader.Text },
                4 => vertex with { IsCached = reader.Number != 0 },
                5 => vertex with { HasStarted = true },
                6 => vertex with { HasEnded = true },
                7 => vertex with { Error = reader.Text },
                _ => vertex,
            };
        }

        return vertex;
    }
}
