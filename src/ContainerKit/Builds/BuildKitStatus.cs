namespace ContainerKit.Builds;

/// <summary>
/// What BuildKit tells of a build at work: the message <c>StatusResponse</c> of its control API, which engines pass on in base64.
/// </summary>
internal sealed record BuildKitStatus(
    IReadOnlyList<BuildKitVertex> Vertexes, IReadOnlyList<BuildKitTransfer> Transfers, IReadOnlyList<BuildKitOutput> Outputs)
{
    public static BuildKitStatus Read(ReadOnlySpan<byte> message)
    {
        var (vertexes, transfers, outputs) = (new List<BuildKitVertex>(), new List<BuildKitTransfer>(), new List<BuildKitOutput>());
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1:
                    vertexes.Add(BuildKitVertex.Read(reader.Bytes));
                    break;
                case 2:
                    transfers.Add(BuildKitTransfer.Read(reader.Bytes));
                    break;
                case 3:
                    outputs.Add(BuildKitOutput.Read(reader.Bytes));
                    break;
            }
        }

        return new BuildKitStatus(vertexes, transfers, outputs);
    }
}

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

/// <summary>How far a part of a piece of work is, such as one layer of an image that it pulls.</summary>
internal sealed record BuildKitTransfer(string Id, string Name, long Current, long Total, bool HasEnded)
{
    public static BuildKitTransfer Read(ReadOnlySpan<byte> message)
    {
        var transfer = new BuildKitTransfer("", "", 0, 0, false);
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            transfer = reader.Field switch
            {
                1 => transfer with { Id = reader.Text },
                3 => transfer with { Name = reader.Text },
                4 => transfer with { Current = reader.Number },
                5 => transfer with { Total = reader.Number },
                8 => transfer with { HasEnded = true },
                _ => transfer,
            };
        }

        return transfer;
    }
}

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
