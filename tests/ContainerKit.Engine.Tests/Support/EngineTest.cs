using System.Net;
using System.Text.Json;
using Docker.DotNet.Models;

namespace ContainerKit.Engine.Tests.Support;

/// <summary>
/// A test that needs a real engine and leaves no resource on it. Each test has its own label: containers from its
/// <see cref="Spec"/> have it, and names from <see cref="Unique"/> contain it. <see cref="LeftoverCheck"/> checks the
/// library's own labels after the class.
/// </summary>
public abstract class EngineTest : IClassFixture<LeftoverCheck>, IAsyncLifetime
{
    protected const string Busybox = "busybox";
    protected const string Debian = "debian:bookworm-slim";

    private const string LabelName = "ck.test";
    private readonly string _label = Guid.NewGuid().ToString("N")[..8];

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The label of this test's resources.</summary>
    protected Dictionary<string, string> Mark => new() { [LabelName] = _label };

    public async ValueTask InitializeAsync() => await EngineFeatures.RequireForTestAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        // xUnit calls only one of the two methods.
        (this as IDisposable)?.Dispose();
        // The engine may still be removing a container with AutoRemove.
        for (var attempt = 0; attempt < 250 && (await ContainersAsync("removing")).Count > 0; attempt++) await Task.Delay(20);
        var leftovers = new List<string>();
        foreach (var container in await ContainersAsync())
        {
            if (await TryRemoveAsync(container)) leftovers.Add(container);
        }

        // Removing the last tag of a name also removes its digests, so the images are listed again after each removal.
        while (await ImagesAsync() is [var name, ..])
            await DockerEngine.Default.Client.Images.DeleteImageAsync(name, new ImageDeleteParameters { Force = true });
        leftovers.Should().BeEmpty("a test disposes the containers that plans return, and plans remove the others");
    }

    /// <summary>Returns a name for a container or an image that no other test uses.</summary>
    protected string Unique(string name) => $"ck-{name}-{_label}";

    /// <summary>Returns the spec of a container with this test's label and a planted secret in its environment.</summary>
    protected ContainerSpec Spec(params string[] command) => new(command)
    {
        Labels = Mark,
        Environment = new Dictionary<string, string> { ["CK_PLANTED"] = PlantedSecrets.EnvironmentValue },
    };

    /// <summary>Runs a container that sleeps, so that commands can be executed in it.</summary>
    protected async Task<Container> SleeperAsync(string image = Busybox) =>
        await Image.Pull(image).Run(Spec("sleep", "infinity")).ExecuteAsync(Token);

    /// <summary>Runs a shell script in a container, and returns its output and exit code.</summary>
    protected Task<ProcessResult> ShellAsync(string script) =>
        Image.Pull(Busybox).Run(Spec("sh", "-c", script)).ToCompletion().ExecuteAsync(Token);

    /// <summary>Gets the ids of this test's containers in the given state, or in any state.</summary>
    protected async Task<IReadOnlyList<string>> ContainersAsync(string? status = null)
    {
        var filters = new Dictionary<string, IDictionary<string, bool>>
        {
            ["label"] = new Dictionary<string, bool> { [$"{LabelName}={_label}"] = true },
        };
        if (status is not null) filters["status"] = new Dictionary<string, bool> { [status] = true };
        var found = await DockerEngine.Default.Client.Containers.ListContainersAsync(
            new ContainersListParameters { All = true, Filters = filters });
        return [.. found.Select(container => container.ID)];
    }

    /// <summary>Gets the names of this test's images: the tags, and the digests of names without a tag.</summary>
    /// <remarks>Podman adds the default registry to names, and a digest to each tag.</remarks>
    protected async Task<IReadOnlyList<string>> ImagesAsync()
    {
        var all = await ListImagesAsync();
        return [.. all.SelectMany(Names).Where(name => name.Contains(_label, StringComparison.Ordinal))];

        static IEnumerable<string> Names(ImagesListResponse image)
        {
            List<string> tags = [.. (image.RepoTags ?? []).Select(ToFamiliar)];
            return tags.Concat((image.RepoDigests ?? []).Select(ToFamiliar)
                .Where(digest => !tags.Any(tag => tag.StartsWith(digest.Split('@')[0] + ":", StringComparison.Ordinal))));
        }
    }

    // Returns false if the engine is removing the container itself, or has removed it.
    private static async Task<bool> TryRemoveAsync(string container)
    {
        try
        {
            await DockerEngine.Default.Client.Containers.RemoveContainerAsync(
                container, new ContainerRemoveParameters { Force = true, RemoveVolumes = true });
            return true;
        }
        catch (Docker.DotNet.DockerApiException e) when (e.StatusCode == HttpStatusCode.NotFound
            || e.StatusCode == HttpStatusCode.Conflict && e.ResponseBody?.Contains("already in progress") == true)
        {
            return false;
        }
    }

    private static readonly string[] _removalErrors = ["image not known", "locating item named", "content digest"];

    // Podman 4.3 and the containerd image store fail to list images while another process removes one.
    private static async Task<IList<ImagesListResponse>> ListImagesAsync()
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await DockerEngine.Default.Client.Images.ListImagesAsync(new ImagesListParameters());
            }
            catch (Docker.DotNet.DockerApiException e) when (attempt < 20
                && _removalErrors.Any(text => e.ResponseBody?.Contains(text, StringComparison.Ordinal) == true))
            {
                await Task.Delay(50);
            }
        }
    }

    /// <summary>Returns the name of an image without the default registry.</summary>
    protected static string ToFamiliar(string name) =>
        name.StartsWith("docker.io/library/", StringComparison.Ordinal) ? name["docker.io/library/".Length..]
        : name.StartsWith("docker.io/", StringComparison.Ordinal) ? name["docker.io/".Length..]
        : name;

    /// <summary>Polls until the condition is true or the test times out.</summary>
    protected static async Task UntilAsync(Func<Task<bool>> condition)
    {
        while (!await condition()) await Task.Delay(20, Token);
    }

    /// <summary>Lists the processes of a container that has <c>ps</c>. An engine without cgroups cannot list them.</summary>
    protected static Task<string> ProcessesAsync(Container container) => DockerCli.GetOutputAsync("exec", container.Id, "ps");

    /// <summary>Inspects a container or an image with the Docker CLI.</summary>
    protected static Task<JsonElement> InspectAsync(string nameOrId) => DockerCli.InspectAsync(nameOrId);
}
