using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace ContainerKit.Engine.Tests.Support;

/// <summary>The requests by which <see cref="EngineFeatures"/> finds out what an engine can do.</summary>
internal static partial class EngineFeatureProbes
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
        EngineFeature.RestartingState => ProbeRestartingStateAsync(),
        EngineFeature.VolumeNoCopy => ProbeVolumeNoCopyAsync(),
        EngineFeature.MissingBindSourceFails => ProbeMissingBindSourceAsync(),
        EngineFeature.FractionalLogTimes => ProbeFractionalLogTimesAsync(),
        EngineFeature.BuildSessions => ProbeBuildSessionsAsync(),
        EngineFeature.LocalLogDriver => AskAsync(info => info.Plugins!.Log!.Contains("local"),
            info => "its log drivers are " + string.Join(", ", info.Plugins!.Log!)),
        EngineFeature.ResourceLimits => AskAsync(info => info is { MemoryLimit: true, CPUCfsQuota: true, PidsLimit: true },
            info => $"its cgroup driver is {info.CgroupDriver}, and it reports no memory, processor and process limits"),
        EngineFeature.Cgroups => AskAsync(info => info.CgroupDriver != "none", _ => "its cgroup driver is none"),
        EngineFeature.ParentImages => ProbeParentImagesAsync(),
        EngineFeature.KeptParents => ProbeKeptParentsAsync(),
        EngineFeature.CompressedArchives => ProbeCompressedArchiveAsync(),
        EngineFeature.LayerSizes => ProbeLayerSizesAsync(),
        EngineFeature.ArchiveOwners => ProbeArchiveOwnersAsync(),
        EngineFeature.ArchivedLinks => ProbeArchivedLinksAsync(),
        EngineFeature.ContentArchives => ProbeContentArchivesAsync(),
        EngineFeature.ReadOnlyUploadFails => ProbeReadOnlyUploadAsync(),
        EngineFeature.ResourceEvents => ProbeResourceEventsAsync(),
        EngineFeature.TotalSizes => ProbeTotalSizeAsync(),
        EngineFeature.ExecEvents => ProbeExecEventsAsync(),
        EngineFeature.ExecsWithUnreadInput => ProbeUnreadInputAsync(),
        EngineFeature.LastingStdin => ProbeLastingStdinAsync(),
        EngineFeature.DetachKeys => ProbeDetachKeysAsync(),
        EngineFeature.PublishedPortProxy => ProbePublishedPortProxyAsync(),
        EngineFeature.DirectRemoval => ProbeDirectRemovalAsync(),
        EngineFeature.BuildKit => ProbeBuildKitAsync(),
        EngineFeature.HereDocuments => ProbeHereDocumentAsync(),
        EngineFeature.PredefinedNetworks => ProbePredefinedNetworksAsync(),
        EngineFeature.AddressRanges => ProbeAddressRangeAsync(),
        EngineFeature.UnusualNetworkNames => ProbeNetworkNameAsync(),
        EngineFeature.PushProgress => ProbePushProgressAsync(),
        EngineFeature.UnknownRuntimeFails => ProbeUnknownRuntimeAsync(),
        EngineFeature.VisibleProcesses => ProbeVisibleProcessesAsync(),
        EngineFeature.HostProcessIds => ProbeHostProcessIdsAsync(),
        EngineFeature.NoDefaultLimits => ProbeDefaultLimitsAsync(),
        EngineFeature.SeccompText => ProbeCreateAsync(container =>
            container.HostConfig!.SecurityOpt = ["""seccomp={"defaultAction":"SCMP_ACT_ALLOW"}"""]),
        EngineFeature.DeviceRequests => ProbeDeviceRequestsAsync(),
        EngineFeature.DefaultNetworkMacAddress => ProbeMacAddressAsync(),
        EngineFeature.DomainNames => ProbeDomainNameAsync(),
        EngineFeature.DockerImageSettings => ProbeImageSettingsAsync(),
        EngineFeature.ImagePruneConditions => ProbeImagePruneAsync(),
        EngineFeature.NamedImagePrune => ProbeNamedImagePruneAsync(),
        EngineFeature.PrunedImageNames => ProbePrunedImageNamesAsync(),
        EngineFeature.ImageForceKeepsContainers => ProbeForcedImageRemovalAsync(),
        EngineFeature.RemovedExitCodes => ProbeRemovedExitCodeAsync(),
        EngineFeature.HostGateway => ProbeHostGatewayAsync(),
        EngineFeature.HostDockerInternal => ProbeHostDockerInternalAsync(),
        EngineFeature.HostNetwork => ProbeHostNetworkAsync(),
        EngineFeature.HostDevices => ProbeHostDevicesAsync(),
        EngineFeature.HostMounts => ProbeHostMountsAsync(),
        EngineFeature.WritableHostMounts => ProbeWritableHostMountAsync(),
        EngineFeature.AnyFileOwner => ProbeExitCodeAsync(
            container => container.Cmd = ["sh", "-c", "touch /file && chown 3000000000 /file"],
            "a container cannot give a file the owner 3000000000"),
        EngineFeature.StartFailureExitCode => ProbeStartFailureAsync(),
        EngineFeature.CompleteFollowedLogs => ProbeFollowedLogAsync(),
        EngineFeature.LongLinesInLogTails => ProbeLogTailAsync(),
        EngineFeature.TmpfsVolumeSizes => ProbeTmpfsVolumeSizeAsync(),
        EngineFeature.Updates => ProbeUpdateAsync(isChecked: false),
        EngineFeature.CheckedUpdates => ProbeUpdateAsync(isChecked: true),
        EngineFeature.InsecureLoopbackRegistries => AskAsync(
            info => info.RegistryConfig?.InsecureRegistryCIDRs?
                .Any(range => $"{range}".StartsWith("127.", StringComparison.Ordinal)) == true,
            _ => "its insecure registries do not include the loopback addresses"),
        _ => throw new ArgumentOutOfRangeException(nameof(feature)),
    };

    private static async Task<string?> AskAsync(Func<SystemInfoResponse, bool> has, Func<SystemInfoResponse, string> describe)
    {
        var info = await Client.System.GetSystemInfoAsync();
        return has(info) ? null : describe(info);
    }

    // The request lacks the upgrade of its connection, which an engine with sessions reports.
    private static async Task<string?> ProbeBuildSessionsAsync()
    {
        var address = new Uri((await EngineAvailability.RequireAsync()).Replace("tcp://", "http://", StringComparison.Ordinal));
        using var handler = new SocketsHttpHandler();
        if (address.Scheme == "unix")
        {
            handler.ConnectCallback = async (_, token) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(Uri.UnescapeDataString(address.AbsolutePath)), token);
                return new NetworkStream(socket, ownsSocket: true);
            };
        }

        using var http = new HttpClient(handler) { BaseAddress = address.Scheme == "unix" ? new Uri("http://engine/") : address };
        using var response = await http.PostAsync("session", content: null);
        return (await response.Content.ReadAsStringAsync()).Contains("no upgrade proto", StringComparison.Ordinal)
            ? null
            : $"it answered {(int)response.StatusCode} to a request for a session";
    }

    // An engine without health checks leaves the container in the state "starting". The limit is long, so that a busy
    // machine is not taken for such an engine.
    private static Task<string?> ProbeHealthChecksAsync() => RunAsync(
        container => container.Healthcheck = new() { Test = ["CMD", "true"], Interval = TimeSpan.FromMilliseconds(100) },
        async id => await IsSoonAsync(id, it => it.State!.Health?.Status == "healthy")
            ? null
            : "a health check with an interval of 0.1 s had no result after 20 s");

    private static Task<string?> ProbeRestartingStateAsync() => RunAsync(
        container =>
        {
            container.Cmd = ["false"];
            container.HostConfig!.RestartPolicy = new() { Name = RestartPolicyKind.Always };
        },
        async id => await IsSoonAsync(id, it => it.State!.Status == "restarting")
            ? null
            : "a container that fails and is restarted was never in the state 'restarting' within 20 s");

    private static Task<string?> ProbeVolumeNoCopyAsync() => RunAsync(
        container =>
        {
            container.Cmd = ["/bin/test", "-e", "/etc/passwd"];
            container.HostConfig!.Mounts = [new() { Type = "volume", Target = "/etc", VolumeOptions = new() { NoCopy = true } }];
        },
        async id => (await Client.Containers.WaitContainerAsync(id)).StatusCode == 1
            ? null
            : "a volume with NoCopy had the files of the image");

    private static async Task<string?> ProbeMissingBindSourceAsync()
    {
        using var folder = new TemporaryFolder();
        var missing = folder.At("missing");
        var refusal = await ProbeCreateAsync(container =>
            container.HostConfig!.Mounts = [new() { Type = "bind", Source = missing, Target = "/data" }]);
        return refusal is not null ? null : "it created a container with a mount of a folder that does not exist";
    }

    // Of five lines in two seconds, some are in the same second.
    private static Task<string?> ProbeFractionalLogTimesAsync() => RunAsync(
        container => container.Cmd = ["sh", "-c", "for i in 1 2 3 4 5; do echo $i; sleep 0.4; done"],
        async id =>
        {
            await Client.Containers.WaitContainerAsync(id);
            var lines = await ReadLogAsync(id, since: null);
            for (var i = 1; i < lines.Count; i++)
            {
                var time = DateTimeOffset.Parse(lines[i].Split(' ')[0], CultureInfo.InvariantCulture).AddMilliseconds(-200);
                var since = string.Create(CultureInfo.InvariantCulture, $"{time.ToUnixTimeMilliseconds() / 1000m:0.000000000}");
                if (await ReadLogAsync(id, since) is var later && later.Count != lines.Count - i)
                    return $"a log since a time before the last {lines.Count - i} lines had {later.Count} lines";
            }

            return null;
        });

    private static async Task<IReadOnlyList<string>> ReadLogAsync(string id, string? since)
    {
        using var log = await Client.Containers.GetContainerLogsAsync(
            id, new ContainerLogsParameters { ShowStdout = true, Timestamps = true, Since = since });
        var (stdout, _) = await log.ReadOutputToEndAsync(CancellationToken.None);
        return stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    // Runs a container, and removes it after the probe.
    private static async Task<string?> RunAsync(Action<CreateContainerParameters> configure, Func<string, Task<string?>> probe)
    {
        var id = await CreateAsync(configure);
        try
        {
            await Client.Containers.StartContainerAsync(id, new());
            return await probe(id);
        }
        finally
        {
            await RemoveAsync(id);
        }
    }

    private static async Task<bool> IsSoonAsync(string id, Func<ContainerInspectResponse, bool> condition)
    {
        // The limit of the tests is 60 s, and an inspect of a container that restarts can take a while.
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromSeconds(20))
        {
            if (condition(await Client.Containers.InspectContainerAsync(id))) return true;
            await Task.Delay(100);
        }

        return false;
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

    private static Task<string?> ProbeLinksAsync() => RunAsync(_ => { },
        target => ProbeCreateAsync(container => container.HostConfig!.Links = [target + ":target"]));

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

    // Returns the answer of an engine that refuses to start the container.
    private static async Task<string?> ProbeStartAsync(Action<CreateContainerParameters> configure, Func<string, Task<string?>> probe)
    {
        try
        {
            return await RunAsync(configure, probe);
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
