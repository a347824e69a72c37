using System.Formats.Tar;
using ContainerKit.Containers;

namespace ContainerKit.Files;

/// <summary>Reads one file of a container off the archive that the engine makes of it. A link is followed.</summary>
internal static class FileReader
{
    /// <summary>Opens the file; the stream owns its connection.</summary>
    /// <remarks>Engine API: <c>GET /containers/{id}/archive</c>; once more where a link stands.</remarks>
    public static async Task<ContainerFileStream> OpenAsync(ContainerClient container, string path, CancellationToken cancellationToken)
    {
        var doing = $"read {path} in {container}";
        var archive = new ContainerArchive(container);
        var (response, stands) = await archive.OpenAsync(path, doing, cancellationToken).ConfigureAwait(false);
        if (stands is { Kind: ContainerFileKind.Link, LinkTarget: { Length: > 0 } led })
        {
            response.Dispose();
            (response, stands) = await archive.OpenAsync(led, doing, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            if (stands.Kind != ContainerFileKind.File)
                throw archive.NotSuitable(stands.Path, doing, $"{stands.Path} is no file. Copy a folder out with CopyOutAsync.");
            var reader = new ArchiveReader(await container.Engine.ReadAsync(doing, response, cancellationToken).ConfigureAwait(false));
            return await reader.NextAsync(cancellationToken).ConfigureAwait(false) is { EntryType: TarEntryType.RegularFile or TarEntryType.V7RegularFile } entry
                ? new ContainerFileStream(reader, entry)
                : throw archive.NotSuitable(stands.Path, doing, $"{stands.Path} is no file any more. It changed while it was about to be read; try again.");
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    public static async Task<byte[]> ReadBytesAsync(ContainerClient container, string path, CancellationToken cancellationToken)
    {
        var stream = await OpenAsync(container, path, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            if (stream.Length > Array.MaxLength)
                throw new ContainerFileException(container.Id, path, $"Could not read {path} in {container}: its {stream.Length} bytes are more than an array holds. Use OpenReadAsync or CopyOutAsync.");
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
            await stream.ReadToEndOfArchiveAsync(cancellationToken).ConfigureAwait(false);
            return bytes;
        }
    }
}
