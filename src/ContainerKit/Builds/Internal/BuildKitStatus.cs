namespace ContainerKit.Builds;

/// <summary>
/// The status of a running build: the message <c>StatusResponse</c> of BuildKit's control API, which engines pass on in
/// base64.
/// </summary>
internal sealed record BuildKitStatus(
    IReadOnlyList<BuildKitVertex> Vertexes, IReadOnlyList<BuildKitTransfer> Transfers, IReadOnlyList<BuildKitOutput> Outputs)
{
    /// <summary>Parses the message.</summary>
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
