using System.Text;
using ContainerKit.Builds;
using ContainerKit.Files;

namespace ContainerKit.Tests.Files;

/// <summary>
/// Copies of a folder whose content another thread replaces by links to the outside meanwhile. The number of rounds is a
/// multiple of the number after which a copy that first looks and then opens by path has sent a file from outside.
/// </summary>
public sealed class ReplacedFileTests : IDisposable
{
    private const int Rounds = 1500;
    private const string Secret = "a secret of this machine";

    private readonly string _root = Directory.CreateTempSubdirectory("ck-replaced-").FullName;
    private volatile bool _isEnded;

    public ReplacedFileTests()
    {
        Write("outside/f", Secret);
        Write("src/f", "harmless");
        Write("src/d/f", "harmless");
        Write("src/Dockerfile", "FROM a");
        File.CreateSymbolicLink(At("link-to-file"), At("outside/f"));
        Directory.CreateSymbolicLink(At("link-to-folder"), At("outside"));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public Task A_copy_sends_no_file_from_outside_when_items_become_links() => ShouldNotSendSecretAsync(async stream =>
    {
        using var folder = HostFolder.Open(At("src"));
        var archive = new HostArchive(stream, FileOwner.Root, fileMode: null);
        await archive.AddContentAsync(folder, "", Token);
    });

    [Fact]
    public Task A_build_context_has_no_file_from_outside_when_items_become_links()
    {
        var context = BuildContext.Open(new BuildSpec(At("src")));
        return ShouldNotSendSecretAsync(stream => new ContextArchive(context).WriteAsync(stream, Token));
    }

    [Fact]
    public Task A_dockerignore_is_not_read_from_outside_when_it_becomes_a_link()
    {
        File.Move(At("src/f"), At("src/.dockerignore"));
        return ShouldNotSendSecretAsync(
            stream => new ContextArchive(BuildContext.Open(BuildSpec.FromText("FROM a", At("src")))).WriteAsync(stream, Token),
            ".dockerignore");
    }

    private async Task ShouldNotSendSecretAsync(Func<Stream, Task> send, string file = "f")
    {
        Assert.SkipUnless(UnixFiles.IsAvailable, "On other systems a copy works with paths and can only look for links afterwards.");
        var attacker = Task.Factory.StartNew(() => Replace(file), Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var (links, files) = (0, 0);
        try
        {
            for (var round = 0; round < Rounds || links == 0 || files == 0; round++)
            {
                using var sent = new MemoryStream();
                try
                {
                    await send(sent);
                }
                catch (Exception e) when (e is IOException or UnreadableContextException or BuildFailedException)
                {
                    // The item was deleted, or replaced too often. That is reported, and nothing else was sent.
                }

                var text = Encoding.Latin1.GetString(sent.ToArray());
                text.Should().NotContain(Secret);
                links += text.Contains(At("outside"), StringComparison.Ordinal) || sent.Length == 0 ? 1 : 0;
                files += text.Contains("harmless", StringComparison.Ordinal) ? 1 : 0;
                attacker.IsCompleted.Should().BeFalse("the other thread still replaces the files");
            }
        }
        finally
        {
            _isEnded = true;
            await attacker;
        }
    }

    // Each item alternates between itself and a link.
    private void Replace(string file)
    {
        while (!_isEnded)
        {
            File.CreateSymbolicLink(At("next"), At("outside/f"));
            File.Move(At("next"), At("src/" + file), overwrite: true);
            Directory.Move(At("src/d"), At("kept"));
            Directory.CreateSymbolicLink(At("src/d"), At("outside"));
            File.WriteAllText(At("next"), "harmless");
            File.Move(At("next"), At("src/" + file), overwrite: true);
            Directory.Delete(At("src/d"));
            Directory.Move(At("kept"), At("src/d"));
        }
    }

    private string At(string path) => Path.Combine(_root, path);

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), text);
    }
}
