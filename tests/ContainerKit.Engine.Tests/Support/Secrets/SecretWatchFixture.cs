using ContainerKit.Sessions;

namespace ContainerKit.Engine.Tests.Support;

/// <summary>
/// Watches for <see cref="PlantedSecrets"/> during the whole run of this assembly, and fails the run if one was seen. Each of the processes
/// that share the tests has its watch.
/// </summary>
public sealed class SecretWatchFixture : IAsyncLifetime
{
    private readonly SecretWatch _watch = new(PlantedSecrets.All);
    private readonly HashSet<string> _existing = [.. Directory.EnumerateFileSystemEntries(Path.GetTempPath())];
    private DockerEngine? _engine;

    public async ValueTask InitializeAsync()
    {
        DockerEngineOptions.DefaultLoggerFactory = _watch.LoggerFactory;
        if (!await EngineAvailability.IsThereAsync()) return;
        _engine = new DockerEngine();
        await _watch.WatchAsync(_engine);
    }

    public async ValueTask DisposeAsync()
    {
        await _watch.DisposeAsync();
        _engine?.Dispose();
        foreach (var entry in new DirectoryInfo(Path.GetTempPath()).EnumerateFileSystemInfos())
        {
            // Tests in other processes write the registry's password to files of their own.
            if (_existing.Contains(entry.FullName) || TemporaryFolder.IsOfOtherProcess(entry.Name)) continue;
            if (entry is FileInfo file) _watch.CheckFile(file);
            else _watch.CheckFolder(entry.FullName);
        }

        foreach (var folder in StateDirectory.GetSharedDirectories()) _watch.CheckFolder(folder);
        Assert.True(_watch.Sightings.Count == 0, "Secrets were seen:\n" + string.Join('\n', _watch.Sightings));
    }
}
