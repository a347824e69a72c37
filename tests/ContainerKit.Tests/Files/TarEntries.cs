using ContainerKit.Files;

namespace ContainerKit.Tests.Files;

/// <summary>Reads all entries of an archive with the reader of the library.</summary>
internal static class TarEntries
{
    public static async Task<List<(ArchiveEntry Entry, byte[] Content)>> ReadAsync(byte[] archive)
    {
        var token = TestContext.Current.CancellationToken;
        var parser = new TarParser(new MemoryStream(archive));
        var entries = new List<(ArchiveEntry, byte[])>();
        var buffer = new byte[300];
        while (await parser.NextAsync(token) is { } entry)
        {
            using var content = new MemoryStream();
            int read;
            while ((read = await parser.ReadAsync(buffer, token)) > 0) content.Write(buffer, 0, read);
            entries.Add((entry, content.ToArray()));
        }

        return entries;
    }
}
