using System.Collections.Concurrent;
using ContainerKit.Testing.Sessions;

namespace ContainerKit.Testing.Snapshots;

/// <summary>
/// Lets one at a time prepare a snapshot, in this process and among all processes of this user on this machine: test assemblies run side by side, and want the
/// same one. Between processes it is a lock on a file, which the system lets go of when a process dies.
/// </summary>
internal sealed class SnapshotLock : IDisposable
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(50);

    // As many as a process prepares different snapshots.
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = [];

    private readonly SemaphoreSlim _turn;
    private readonly FileStream? _file;

    private SnapshotLock(SemaphoreSlim turn, FileStream? file)
    {
        _turn = turn;
        _file = file;
    }

    /// <summary>Waits for its turn.</summary>
    /// <param name="snapshot">Its tag, which no other snapshot has.</param>
    public static async Task<SnapshotLock> TakeAsync(string snapshot, CancellationToken cancellationToken)
    {
        var turn = _turns.GetOrAdd(snapshot, _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return new SnapshotLock(turn, await OpenAsync($"snapshot-{snapshot}.lock", cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            turn.Release();
            throw;
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _turn.Release();
    }

    /// <returns>Null where this user can write nowhere: then other processes may prepare it as well, and one name wins.</returns>
    private static async Task<FileStream?> OpenAsync(string name, CancellationToken cancellationToken)
    {
        foreach (var folder in StateDirectory.Shared())
        {
            try
            {
                return await OpenInAsync(Path.Combine(folder, name), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // One that is there, and may only be read.
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
                // Whoever has opened it just before it is deleted holds a lock that the next one does not see. They prepare it twice then, and one name wins.
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            }
            catch (IOException e) when (IsTaken(e))
            {
                await Task.Delay(_pause, cancellationToken).ConfigureAwait(false);
            }
            catch (UnauthorizedAccessException) when (OperatingSystem.IsWindows())
            {
                // A file that is being deleted there.
                await Task.Delay(_pause, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // ERROR_SHARING_VIOLATION of Windows, EAGAIN of Linux, EWOULDBLOCK of macOS.
    private static bool IsTaken(IOException e) => e.HResult is unchecked((int)0x80070020) or 11 or 35;
}
