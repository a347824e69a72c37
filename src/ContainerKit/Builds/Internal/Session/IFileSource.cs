namespace ContainerKit.Builds;

/// <summary>A folder that BuildKit can read.</summary>
internal interface IFileSource
{
    /// <summary>Lists the files, folders and links, sorted.</summary>
    /// <param name="add">
    /// Receives the metadata, and the path if the content can be read. An item without content has no path.
    /// </param>
    /// <param name="cancellationToken">Cancels the work.</param>
    Task ListAsync(Func<ProtobufWriter, string?, Task> add, CancellationToken cancellationToken);

    /// <summary>Opens a listed file.</summary>
    Stream Open(string path);
}
