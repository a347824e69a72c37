using ContainerKit.Files;
using ContainerKit.Http;

namespace ContainerKit.Containers;

/// <summary>Copies the archive of a volume, and names its entries as an archive of a folder names them.</summary>
/// <param name="folder">The name of the folder that the volume is mounted on.</param>
/// <remarks>
/// For a volume of a stopped container, Podman 4.3 to 5.8 names the folder itself <c>/</c>, and a file in it <c>/f</c>. The names would
/// lead to the root of the container that the archive is sent to.
/// </remarks>
internal sealed class VolumeArchive(string folder)
{
    /// <summary>The new name of the last entry; null if there was none.</summary>
    public string? LastEntry { get; private set; }

    /// <summary>Copies the archive, and verifies that it is complete.</summary>
    public async Task CopyAsync(EngineStream archive, Stream destination, CancellationToken cancellationToken)
    {
        // The caller disposes the archive.
        var reader = new ArchiveReader(archive);
        var writer = new ArchiveWriter(destination);
        while (await reader.NextAsync(cancellationToken).ConfigureAwait(false) is { } entry)
        {
            var renamed = entry with
            {
                Name = Rename(entry.Name),
                LinkName = entry.Kind == ArchiveEntryKind.HardLink ? Rename(entry.LinkName) : entry.LinkName,
            };
            using var content = new EntryContent(reader);
            await writer.WriteAsync(renamed, content, cancellationToken).ConfigureAwait(false);
            LastEntry = renamed.Name.TrimEnd('/');
        }

        await reader.FinishAsync(cancellationToken).ConfigureAwait(false);
        await writer.FinishAsync(cancellationToken).ConfigureAwait(false);
    }

    private string Rename(string name)
    {
        var path = name.TrimStart('/');
        return name.StartsWith('/') ? $"{folder}/{path}" : path;
    }

    /// <summary>The content of the entry that the reader returned last.</summary>
    private sealed class EntryContent(ArchiveReader reader) : ReadOnlyNetworkStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            reader.ReadAsync(buffer, cancellationToken);
    }
}
