using ContainerKit.Timing;

namespace ContainerKit.Registries;

/// <summary>
/// An exclusive lock on a configuration file, among the threads and processes that use this library. The Docker CLI has
/// no lock. The lock is a file beside the configuration file, which the operating system releases if the process dies.
/// </summary>
internal sealed class ConfigFileLock : IAsyncDisposable
{
    /// <summary>The end of the name of the lock file.</summary>
    public const string Suffix = ".lock";

    // The codes with which .NET reports a file that another process has opened exclusively: ERROR_SHARING_VIOLATION, and
    // EWOULDBLOCK of flock.
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;

    private static readonly DateTime _firstStamp = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly string _path;
    private readonly FileStream _file;

    private ConfigFileLock(string path, FileStream file) => (_path, _file) = (path, file);

    /// <summary>Waits for the lock.</summary>
    /// <exception cref="IOException">The lock file cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written to.</exception>
    public static async Task<ConfigFileLock> AcquireAsync(string file, TimeProvider time, CancellationToken cancellationToken)
    {
        var path = file + Suffix;
        for (var attempt = 1; ; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryAcquire(path) is { } held) return held;
            await Backoff.Polling.WaitAsync(attempt, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Removes the lock file, and releases the lock.</summary>
    public async ValueTask DisposeAsync()
    {
        // Before the release: the file of the next owner must not be removed. On Windows, closing removes the file.
        if (!OperatingSystem.IsWindows()) File.Delete(_path);
        await _file.DisposeAsync().ConfigureAwait(false);
    }

    private static ConfigFileLock? TryAcquire(string path)
    {
        FileStream file;
        try
        {
            file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                Options = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None,
            });
        }
        catch (IOException e) when (e.HResult is SharingViolation or LinuxWouldBlock or MacWouldBlock)
        {
            // Another owner has it.
            return null;
        }

        if (OperatingSystem.IsWindows() || IsAt(path, file)) return new ConfigFileLock(path, file);
        file.Dispose();
        return null;
    }

    // On Unix, the previous owner may have removed the file after it was opened here, and another file of the same name
    // may be locked by now. A random time shows whether the opened file is still the one of that name. Whole even
    // seconds, because some file systems round to them.
    private static bool IsAt(string path, FileStream file)
    {
        var stamp = _firstStamp.AddSeconds(2 * Random.Shared.Next(100_000_000));
        File.SetLastWriteTimeUtc(file.SafeFileHandle, stamp);
        return File.GetLastWriteTimeUtc(path) == stamp;
    }
}
