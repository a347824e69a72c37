using System.Globalization;
using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace ContainerKit.Engine.Tests.Support;

/// <summary>The requests by which <see cref="EngineFeatures"/> finds out what an engine can do.</summary>
internal static class EngineFeatureProbes
{
    private const string Busybox = "busybox";

    private static IDockerClient Client => DockerEngine.Default.Client;

    /// <summary>Returns the reason why the feature is missing, or null if the engine has it.</summary>
    public static Task<string?> FindObstacleAsync(EngineFeature feature) => feature switch
    {
        EngineFeature.HealthChecks => ProbeHealthChecksAsync(),
        EngineFeature.PastEvents => ProbePastEventsAsync(),
        EngineFeature.HostPortRanges => ProbeCreateAsync(container => container.HostConfig!.PortBindings =
            new Dictionary<string, IList<PortBinding>> { ["80/tcp"] = [new() { HostIP = "127.0.0.1", HostPort = "33293-33294" }] }),
        EngineFeature.Links => ProbeLinksAsync(),
        EngineFeature.LoginOverHttp => ProbeLoginOverHttpAsync(),
        EngineFeature.LocalLogDriver => AskAsync(info => info.Plugins!.Log!.Contains("local"),
            info => "its log drivers are " + string.Join(", ", info.Plugins!.Log!)),
        EngineFeature.ResourceLimits => AskAsync(info => info is { MemoryLimit: true, CPUCfsQuota: true, PidsLimit: true },
            info => $"its cgroup driver is {info.CgroupDriver}, and it reports no memory, processor and process limits"),
        EngineFeature.Cgroups => AskAsync(info => info.CgroupDriver != "none", _ => "its cgroup driver is none"),
        EngineFeature.ParentImages => AskAsync(
            info => !info.DriverStatus!.Any(status => status is ["driver-type", "io.containerd.snapshotter.v1"]),
            _ => "the containerd image store has no parent images"),
        EngineFeature.InsecureLoopbackRegistries => AskAsync(
            info => info.RegistryConfig?.InsecureRegistryCIDRs?.Any(range => $"{range}".StartsWith("127.", StringComparison.Ordinal)) == true,
            _ => "its insecure registries do not include the loopback addresses"),
        _ => throw new ArgumentOutOfRangeException(nameof(feature)),
    };

    private static async Task<string?> AskAsync(Func<SystemInfoResponse, bool> has, Func<SystemInfoResponse, string> describe)
    {
        var info = await Client.System.GetSystemInfoAsync();
        return has(info) ? null : describe(info);
    }

    // An engine without health checks leaves the container in the state "starting". The limit is long, so that a busy
    // machine is not taken for such an engine.
    private static async Task<string?> ProbeHealthChecksAsync()
    {
        var id = await CreateAsync(container => container.Healthcheck = new()
        {
            Test = ["CMD", "true"],
            Interval = TimeSpan.FromMilliseconds(100),
        });
        try
        {
            await Client.Containers.StartContainerAsync(id, new());
            for (var attempt = 0; attempt < 100; attempt++)
            {
                if ((await Client.Containers.InspectContainerAsync(id)).State!.Health?.Status == "healthy") return null;
                await Task.Delay(200);
            }

            return "a health check with an interval of 0.1 s had no result after 20 s";
        }
        finally
        {
            await RemoveAsync(id);
        }
    }

    private static async Task<string?> ProbePastEventsAsync()
    {
        var since = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        await RemoveAsync(await CreateAsync(_ => { }));
        while (DateTimeOffset.UtcNow.ToUnixTimeSeconds() < since + 2) await Task.Delay(100);
        var actions = new List<string>();
        await Client.System.MonitorEventsAsync(
            new ContainerEventsParameters { Since = Format(since), Until = Format(since + 2) },
            new ImmediateProgress<Message>(message => actions.Add(message.Action)), CancellationToken.None);
        return actions.Contains("create") ? null : "it returned no event for the creation of a container two seconds ago";

        static string Format(long time) => time.ToString(CultureInfo.InvariantCulture);
    }

    private static async Task<string?> ProbeLinksAsync()
    {
        var target = await CreateAsync(_ => { });
        try
        {
            await Client.Containers.StartContainerAsync(target, new());
            return await ProbeCreateAsync(container => container.HostConfig!.Links = [target + ":target"]);
        }
        finally
        {
            await RemoveAsync(target);
        }
    }

    // The password is wrong, so an engine with this feature answers that the registry refuses it.
    private static async Task<string?> ProbeLoginOverHttpAsync()
    {
        var registry = TestRegistries.Guarded;
        try
        {
            await Client.System.AuthenticateAsync(new AuthConfig { ServerAddress = registry, Username = "nobody", Password = "wrong" });
            return null;
        }
        catch (DockerApiException e)
        {
            return e.Message.Contains("HTTP response to HTTPS client", StringComparison.Ordinal)
                ? $"it used TLS for the login at {registry}, which it may use over HTTP"
                : null;
        }
    }

    // Returns the answer of an engine that refuses to create the container.
    private static async Task<string?> ProbeCreateAsync(Action<CreateContainerParameters> configure)
    {
        try
        {
            await RemoveAsync(await CreateAsync(configure));
            return null;
        }
        catch (DockerApiException e) when (e.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.InternalServerError)
        {
            return "it answered: " + e.ResponseBody?.Trim();
        }
    }

    private static async Task<string> CreateAsync(Action<CreateContainerParameters> configure)
    {
        await Client.Images.CreateImageAsync(
            new ImagesCreateParameters { FromImage = Busybox, Tag = "latest" }, null, new ImmediateProgress<JSONMessage>(_ => { }));
        var parameters = new CreateContainerParameters { Image = Busybox, Cmd = ["sleep", "infinity"], HostConfig = new() };
        configure(parameters);
        return (await Client.Containers.CreateContainerAsync(parameters)).ID;
    }

    private static Task RemoveAsync(string id) =>
        Client.Containers.RemoveContainerAsync(id, new() { Force = true, RemoveVolumes = true });

    // Progress<T> reports on another thread, possibly after the request has ended.
    private sealed class ImmediateProgress<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
