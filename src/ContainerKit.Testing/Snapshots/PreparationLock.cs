using ContainerKit.Testing.Sessions;

namespace ContainerKit.Testing.Snapshots;

/// <summary>
/// Lets one at a time prepare a snapshot, among all processes of this user on this machine: test assemblies run side by side, and want the same one. A
/// lock on a file, which the system lets go of when a process dies.
/// </summary>
internal sealed class PreparationLock : IDisposable
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(50);

    private readonly FileStream _file;
    private readonly StateFolder _folder;

    private PreparationLock(FileStream file, StateFolder folder)
    {
        _file = file;
        _folder = folder;
    }

    /// <summary>Waits for its turn.</summary>
    /// <param name="snapshot">Its tag, which no other snapshot has.</param>
    public static async Task<PreparationLock> TakeAsync(string snapshot, CancellationToken cancellationToken)
    {
        var folder = StateFolder.Make();
        var path = Path.Combine(folder.Path, $"snapshot-{snapshot}.lock");
        while (true)
        {
            try
            {
                // Whoever has opened it just before it is deleted holds a lock that the next one does not see. They prepare it twice then, and the last name wins.
                return new PreparationLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose), folder);
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

    public void Dispose()
    {
        _file.Dispose();
        if (_folder.IsTemporary) Directory.Delete(_folder.Path, recursive: true);
    }

    // ERROR_SHARING_VIOLATION of Windows, EAGAIN of Linux, EWOULDBLOCK of macOS.
    private static bool IsTaken(IOException e) => e.HResult is unchecked((int)0x80070020) or 11 or 35;
}
