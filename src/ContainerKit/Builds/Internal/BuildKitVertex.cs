namespace ContainerKit.Builds;

/// <summary>
/// A vertex of the build graph, such as an instruction of the Dockerfile: the message <c>Vertex</c> of BuildKit's
/// control API. It is sent again when it changes.
/// </summary>
internal sealed record BuildKitVertex(string Digest, string Name, bool IsCached, bool HasStarted, bool HasCompleted, string Error)
{
    /// <summary>Parses the message.</summary>
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
                6 => vertex with { HasCompleted = true },
                7 => vertex with { Error = reader.Text },
                _ => vertex,
            };
        }

        return vertex;
    }
}
