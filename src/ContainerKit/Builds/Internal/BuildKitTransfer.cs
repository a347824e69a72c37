namespace ContainerKit.Builds;

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
