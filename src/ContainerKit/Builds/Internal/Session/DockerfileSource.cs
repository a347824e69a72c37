using System.Buffers.Binary;
using System.Security.Cryptography;
using ContainerKit.Files;

namespace ContainerKit.Builds;

/// <summary>The folder of the Dockerfile and its <c>.dockerignore</c>, which are in memory.</summary>
internal sealed class DockerfileSource(SessionFiles files) : IFileSource
{
    private const string IgnoreFile = ".dockerignore";

    public async Task ListAsync(Func<ProtobufWriter, string?, Task> add, CancellationToken cancellationToken)
    {
        await AddAsync(files.Name, files.Dockerfile).ConfigureAwait(false);
        if (files.IgnoreFile is { } ignore) await AddAsync(files.Name + IgnoreFile, ignore).ConfigureAwait(false);

        Task AddAsync(string name, byte[] content) => add(FileStat.Create(name, content.Length, GetTime(content)), name);
    }

    public Stream Open(string path) => new MemoryStream(path == files.Name ? files.Dockerfile : files.IgnoreFile ?? []);

    // BuildKit keeps the folder of the previous build, and requests a file only if its length or time differ. The time is therefore a
    // hash of the content. It is in no image.
    private static UnixTime GetTime(byte[] content)
    {
        const int SecondsBits = 30, NanosecondsPerSecond = 1_000_000_000;
        var hash = BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(content));
        return new UnixTime((long)(hash >> (64 - SecondsBits)), (int)(hash % NanosecondsPerSecond));
    }
}
