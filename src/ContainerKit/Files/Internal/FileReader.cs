using System.Text;
using ContainerKit.Containers;

namespace ContainerKit.Files;

/// <summary>Reads one file of a container from the archive that the engine sends. A link is followed.</summary>
internal static class FileReader
{
    /// <summary>Opens the file; the stream owns its connection.</summary>
    /// <remarks>Engine API: <c>GET /containers/{id}/archive</c>; twice if the path is a link.</remarks>
    public static async Task<ContainerFileStream> OpenAsync(ContainerClient container, string path, CancellationToken cancellationToken)
    {
        var operation = $"read {path} in {container}";
        var archive = new ContainerArchive(container);
        var (response, file) = await archive.OpenAsync(path, operation, isStreamed: false, cancellationToken).ConfigureAwait(false);
        if (file is { Kind: ContainerFileKind.Link, LinkTarget: { Length: > 0 } linkTarget })
        {
            response.Dispose();
            (response, file) = await archive.OpenAsync(linkTarget, operation, isStreamed: false, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            if (file.Kind != ContainerFileKind.File)
                throw archive.NotSuitable(file.Path, operation, $"{file.Path} is no file. Copy a folder with CopyOutAsync.");
            var reader = new ArchiveReader(await container.Engine.ReadAsync(operation, response, cancellationToken).ConfigureAwait(false));
            var entry = await reader.NextAsync(cancellationToken).ConfigureAwait(false);
            return entry is { Kind: ArchiveEntryKind.File }
                ? new ContainerFileStream(reader, entry)
                : throw archive.NotSuitable(
                    file.Path, operation, $"{file.Path} is no file any more. It changed just before it was read; try again.");
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>Reads the whole file as text.</summary>
    public static async Task<string> ReadTextAsync(ContainerClient container, string path, CancellationToken cancellationToken)
    {
        var limit = container.Engine.Options.MaximumOutputLength;
        var stream = await OpenAsync(container, path, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            if (stream.Length > limit)
            {
                throw new ContainerFileException(container.Id, path,
                    $"Could not read {path} in {container}: it has {stream.Length} bytes, more than the {limit} of "
                    + $"{nameof(DockerEngineOptions)}.{nameof(DockerEngineOptions.MaximumOutputLength)}. "
                    + "Use OpenReadAsync or CopyOutAsync.");
            }

            using var reader = new StreamReader(stream, Encoding.UTF8);
            return await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the whole file into memory.</summary>
    public static async Task<byte[]> ReadBytesAsync(ContainerClient container, string path, CancellationToken cancellationToken)
    {
        var stream = await OpenAsync(container, path, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            if (stream.Length > Array.MaxLength)
            {
                throw new ContainerFileException(container.Id, path,
                    $"Could not read {path} in {container}: its {stream.Length} bytes exceed the maximum length of an array. "
                    + "Use OpenReadAsync or CopyOutAsync.");
            }

            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
            await stream.ReadToEndOfArchiveAsync(cancellationToken).ConfigureAwait(false);
            return bytes;
        }
    }
}
