namespace ContainerKit.Builds;

/// <summary>The types of packets of BuildKit's file transfer.</summary>
internal enum FilePacketType
{
    /// <summary>The metadata of a file; without metadata the end of the list.</summary>
    Stat = 0,

    /// <summary>The request for the content of a file, by its number in the list.</summary>
    Request = 1,

    /// <summary>A piece of a file; an empty one ends it.</summary>
    Data = 2,

    /// <summary>The end of the transfer.</summary>
    Finish = 3,

    /// <summary>The failure of the transfer.</summary>
    Error = 4,
}
