using System.Text.Json;
using Docker.DotNet.Models;

namespace ContainerKit.Engine.Tests.Support;

/// <summary>
/// A test on the real engine: it needs one, and leaves nothing on it. Each has a mark of its own: containers made from its
/// <see cref="Spec"/> carry it as a label, and names come from <see cref="Unique"/>. What the library itself labels is looked for after the class.
/// </summary>
public abstract class EngineTest : IClassFixture<LeftoverCheck>, IAsyncLifetime
{
    protected const string Busybox = "busybox";
    protected const string Debian = "debian:bookworm-slim";

    private const string MarkLabel = "ck.test";
    private readonly string _mark = Guid.NewGuid().ToString("N")[..8];

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected Dictionary<string, string> Mark => new() { [MarkLabel] = _mark };

    public async ValueTask InitializeAsync() => await EngineAvailability.RequireAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        var left = await ContainersAsync();
        foreach (var container in left)
            await DockerEngine.Default.Client.Containers.RemoveContainerAsync(container, new ContainerRemoveParameters { Force = true, RemoveVolumes = true });
        // A name's digests go with its last tag, so the list is asked for anew each time.
        while (await ImagesAsync() is [var name, ..])
            await DockerEngine.Default.Client.Images.DeleteImageAsync(name, new ImageDeleteParameters { Force = true });
        left.Should().BeEmpty("a test disposes what it was handed, and chains remove the rest");
    }

    /// <summary>A name for a container or an image that nobody else has.</summary>
    protected string Unique(string what) => $"ck-{what}-{_mark}";

    /// <summary>A container that carries this test's mark.</summary>
    protected ContainerSpec Spec(params string[] command) => new(command) { Labels = Mark };

    /// <summary>A container to exec in.</summary>
    protected async Task<Container> SleeperAsync(string image = Busybox) => await Image.Pull(image).Run(Spec("sleep", "infinity")).ExecuteAsync(Token);

    /// <summary>What a short shell script writes, and how it ends.</summary>
    protected Task<ProcessResult> ShellAsync(string script) => Image.Pull(Busybox).Run(Spec("sh", "-c", script)).ToCompletion().ExecuteAsync(Token);

    /// <summary>The ids of this test's containers, in whatever state.</summary>
    protected async Task<IReadOnlyList<string>> ContainersAsync(string? status = null)
    {
        var filters = new Dictionary<string, IDictionary<string, bool>> { ["label"] = new Dictionary<string, bool> { [$"{MarkLabel}={_mark}"] = true } };
        if (status is not null) filters["status"] = new Dictionary<string, bool> { [status] = true };
        var found = await DockerEngine.Default.Client.Containers.ListContainersAsync(new ContainersListParameters { All = true, Filters = filters });
        return [.. found.Select(container => container.ID)];
    }

    /// <summary>The names of this test's images, by tag or digest.</summary>
    protected async Task<IReadOnlyList<string>> ImagesAsync()
    {
        var all = await DockerEngine.Default.Client.Images.ListImagesAsync(new ImagesListParameters());
        return [.. all.SelectMany(image => (image.RepoTags ?? []).Concat(image.RepoDigests ?? [])).Where(name => name.Contains(_mark, StringComparison.Ordinal))];
    }

    /// <summary>Asks until the answer is yes; the test's time limit bounds it.</summary>
    protected static async Task UntilAsync(Func<Task<bool>> question)
    {
        while (!await question()) await Task.Delay(20, Token);
    }

    /// <summary>What the docker command says of a container or an image.</summary>
    protected static Task<JsonElement> InspectAsync(string what) => DockerCli.InspectAsync(what);
}
