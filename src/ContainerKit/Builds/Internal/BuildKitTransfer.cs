namespace ContainerKit.Builds;

/// <summary>
/// The progress of a part of a vertex, such as a layer of an image: the message <c>VertexStatus</c> of BuildKit's
/// control API.
/// </summary>
internal sealed record BuildKitTransfer(string Id, string Name, long Current, long Total, bool HasCompleted)
{
    /// <summary>Parses the message.</summary>
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
                8 => transfer with { HasCompleted = true },
                _ => transfer,
            };
        }

        return transfer;
    }
}
