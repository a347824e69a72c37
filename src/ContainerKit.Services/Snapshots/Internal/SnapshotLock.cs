using System.Collections.Concurrent;

namespace ContainerKit.Services.Snapshots;

/// <summary>
/// The lock for the preparation of a snapshot, in this process and among all processes of this user on this machine:
/// test assemblies run in parallel, and need the same snapshot. Between processes it is a file lock, which the system
/// releases when a process dies.
/// </summary>
internal sealed class SnapshotLock : IDisposable
{
    private static readonly TimeSpan _pollingInterval = TimeSpan.FromMilliseconds(50);

    // One semaphore per snapshot; a process prepares only a few.
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> _semaphores = [];

    private readonly SemaphoreSlim _semaphore;
    private readonly FileStream? _file;

    private SnapshotLock(SemaphoreSlim semaphore, FileStream? file)
    {
        _semaphore = semaphore;
        _file = file;
    }

    /// <summary>Waits until the lock is free, and acquires it.</summary>
    /// <param name="snapshot">The tag of the snapshot, which is unique.</param>
    public static async Task<SnapshotLock> AcquireAsync(string snapshot, CancellationToken cancellationToken)
    {
        var semaphore = _semaphores.GetOrAdd(snapshot, _ => new SemaphoreSlim(1, 1));
        await semaphore.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var file = await OpenLockFileAsync($"snapshot-{snapshot}.lock", cancellationToken).ConfigureAwait(false);
            return new SnapshotLock(semaphore, file);
        }
        catch
        {
            semaphore.Release();
            throw;
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _semaphore.Release();
    }

    /// <returns>
    /// Null if this user has no writable folder. Another process may then prepare the snapshot too, and the image that
    /// is tagged last is used.
    /// </returns>
    private static async Task<FileStream?> OpenLockFileAsync(string name, CancellationToken cancellationToken)
    {
        foreach (var folder in CleanupSession.GetSharedDirectories())
        {
            try
            {
                return await OpenInAsync(Path.Combine(folder, name), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The lock file or the folder is read-only.
            }
        }

        return null;
    }

    private static async Task<FileStream> OpenInAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                // Opening a link would create a file elsewhere. Only this user can write to the folder, so there is none.
                if (new FileInfo(path).LinkTarget is not null) throw new IOException($"{path} is a link.");
                // A process that opens the file just before it is deleted holds a lock that later processes do not see.
                // Both then prepare the snapshot, and the image that is tagged last is used.
                return new FileStream(
                    path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            }
            catch (IOException e) when (IsLocked(e))
            {
                await Task.Delay(_pollingInterval, cancellationToken).ConfigureAwait(false);
            }
            catch (UnauthorizedAccessException) when (OperatingSystem.IsWindows())
            {
                // On Windows, the file is being deleted.
                await Task.Delay(_pollingInterval, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // ERROR_SHARING_VIOLATION on Windows, EAGAIN on Linux, EWOULDBLOCK on macOS.
    private static bool IsLocked(IOException e) => e.HResult is unchecked((int)0x80070020) or 11 or 35;
}
