using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace ContainerKit.Engine.Tests.Support;

internal static partial class EngineFeatureProbes
{
    private static Task<string?> ProbePublishedPortProxyAsync() => RunAsync(
        container =>
        {
            container.ExposedPorts = new Dictionary<string, EmptyStruct> { ["80/tcp"] = default };
            container.HostConfig!.PortBindings =
                new Dictionary<string, IList<PortBinding>> { ["80/tcp"] = [new() { HostIP = "127.0.0.1", HostPort = "" }] };
        },
        async id =>
        {
            var ports = (await EngineHttp.GetAsync($"containers/{id}/json")).GetProperty("NetworkSettings").GetProperty("Ports");
            var port = int.Parse(
                ports.GetProperty("80/tcp")[0].GetProperty("HostPort").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync("127.0.0.1", port);
                return null;
            }
            catch (SocketException e)
            {
                return $"a connection to a published port without a server failed: {e.Message}";
            }
        });

    private static async Task<string?> ProbeDirectRemovalAsync()
    {
        var network = await Client.Networks.CreateNetworkAsync(new() { Name = $"ck-probe-{Guid.NewGuid():N}" });
        try
        {
            var id = await CreateAsync(container => container.HostConfig!.NetworkMode = network.ID);
            await Client.Containers.StartContainerAsync(id, new());
            var isRemoved = true;
            try
            {
                await Client.Networks.DeleteNetworkAsync(network.ID);
            }
            catch (DockerApiException)
            {
                isRemoved = false;
            }

            var watch = Stopwatch.StartNew();
            try
            {
                await RemoveAsync(id);
            }
            catch (DockerApiException) when (isRemoved)
            {
                // The container has lost its network. It is removed now, or by a second attempt.
                await EngineHttp.SendAsync(HttpMethod.Delete, $"containers/{id}?force=1&v=1");
            }

            return isRemoved ? "it removed a network that a running container used"
                : watch.Elapsed > TimeSpan.FromSeconds(8) ? $"the forced removal of a container took {watch.Elapsed.TotalSeconds:0} s"
                : null;
        }
        finally
        {
            await EngineHttp.SendAsync(HttpMethod.Delete, $"networks/{network.ID}");
        }
    }

    private static async Task<string?> ProbeUnknownRuntimeAsync() =>
        await ProbeCreateAsync(container => container.HostConfig!.Runtime = "no-such-runtime") is not null
            ? null
            : "it created a container with an unknown runtime";

    private static Task<string?> ProbeVisibleProcessesAsync() => RunAsync(_ => { }, async id =>
    {
        var process = (await EngineHttp.GetAsync($"containers/{id}/json")).GetProperty("State").GetProperty("Pid").GetInt32();
        var file = $"/proc/{process}/cgroup";
        return File.Exists(file) && (await File.ReadAllTextAsync(file)).Contains(id, StringComparison.Ordinal)
            ? null
            : $"the process {process} of a container is not visible on this machine";
    });

    private static Task<string?> ProbeHostProcessIdsAsync() => RunAsync(_ => { }, async id =>
    {
        var process = (await EngineHttp.GetAsync($"containers/{id}/json")).GetProperty("State").GetProperty("Pid").GetInt32();
        var top = await EngineHttp.GetAsync($"containers/{id}/top");
        var column = top.GetProperty("Titles").EnumerateArray().Select(title => title.GetString()).ToList().IndexOf("PID");
        var listed = column < 0 ? "" : top.GetProperty("Processes")[0][column].GetString();
        return listed == $"{process}" ? null : $"it lists the process {process} as '{listed}'";
    });

    private static Task<string?> ProbeDefaultLimitsAsync() => InspectCreatedAsync("{}", host =>
        host.GetProperty("PidsLimit") is { ValueKind: JsonValueKind.Number } limit && limit.GetInt64() > 0
            ? $"a container without limits may have {limit.GetInt64()} processes"
            : null);

    private static Task<string?> ProbeDeviceRequestsAsync() => InspectCreatedAsync(
        """{"DeviceRequests":[{"Count":-1,"Capabilities":[["gpu"]]}]}""",
        host => host.GetProperty("DeviceRequests").ValueKind == JsonValueKind.Array ? null : "a container has lost its device requests");

    // Creates a container with a host configuration, and returns what is missing from the one that the engine keeps.
    private static async Task<string?> InspectCreatedAsync(string hostConfig, Func<JsonElement, string?> find)
    {
        await RemoveAsync(await CreateAsync(_ => { }));   // pulls the image
        var (status, text) = await EngineHttp.PostAsync("containers/create", $$"""{"Image":"{{Busybox}}","HostConfig":{{hostConfig}} }""");
        if (status != 201) return "it answered: " + text.Trim();
        using var created = JsonDocument.Parse(text);
        var id = created.RootElement.GetProperty("Id").GetString()!;
        try
        {
            return find((await EngineHttp.GetAsync($"containers/{id}/json")).GetProperty("HostConfig"));
        }
        finally
        {
            await RemoveAsync(id);
        }
    }

    private static async Task<string?> ProbeMacAddressAsync()
    {
        const string Address = "02:42:0a:0b:0c:0d";
        await RemoveAsync(await CreateAsync(_ => { }));
        // API 1.44 has moved the address to the network.
        var (_, text) = await EngineHttp.PostAsync(
            "containers/create",
            $$$"""
            {"Image":"{{{Busybox}}}","Cmd":["sleep","infinity"],"MacAddress":"{{{Address}}}",
             "NetworkingConfig":{"EndpointsConfig":{"bridge":{"MacAddress":"{{{Address}}}"} } } }
            """);
        using var created = JsonDocument.Parse(text);
        if (!created.RootElement.TryGetProperty("Id", out var value)) return "it answered: " + text.Trim();
        var id = value.GetString()!;
        try
        {
            await Client.Containers.StartContainerAsync(id, new());
            var networks = (await EngineHttp.GetAsync($"containers/{id}/json")).GetProperty("NetworkSettings").GetProperty("Networks");
            var actual = networks.EnumerateObject().First().Value.GetProperty("MacAddress").GetString();
            return actual == Address ? null : $"a container with the MAC address {Address} has {actual}";
        }
        finally
        {
            await RemoveAsync(id);
        }
    }

    private static Task<string?> ProbeHostDevicesAsync() => ProbeStartAsync(
        container =>
        {
            container.HostConfig!.Devices = [new() { PathOnHost = "/dev/kmsg", PathInContainer = "/dev/other", CgroupPermissions = "r" }];
            container.HostConfig.IpcMode = "host";
        },
        _ => Task.FromResult<string?>(null));

    private static Task<string?> ProbeDomainNameAsync() => ProbeStartAsync(
        container => (container.Cmd, container.Hostname, container.Domainname) = (["hostname", "-d"], "box", "example.org"),
        async id =>
        {
            await Client.Containers.WaitContainerAsync(id);
            using var log = await Client.Containers.GetContainerLogsAsync(id, new() { ShowStdout = true });
            var (output, _) = await log.ReadOutputToEndAsync(CancellationToken.None);
            return output.Trim() == "example.org" ? null : $"a container with the domain example.org has '{output.Trim()}'";
        });

    private static Task<string?> ProbeTotalSizeAsync() => RunAsync(_ => { }, async id =>
    {
        var before = await ReadSizeAsync();
        using var created = JsonDocument.Parse((await EngineHttp.PostAsync(
            $"containers/{id}/exec", """{"Cmd":["sh","-c","head -c 100000 /dev/zero > /file"],"AttachStdout":true}""")).Text);
        await EngineHttp.PostAsync($"exec/{created.RootElement.GetProperty("Id").GetString()}/start", "{}");
        var written = await ReadSizeAsync() - before;
        return written >= 100_000 ? null : $"its total size of a container grew by {written} bytes after a write of 100000";

        async Task<long> ReadSizeAsync() =>
            (await EngineHttp.GetAsync($"containers/{id}/json?size=1")).GetProperty("SizeRootFs").GetInt64();
    });

    private static async Task<string?> ProbeRemovedExitCodeAsync()
    {
        var id = await CreateAsync(container =>
            (container.Cmd, container.HostConfig!.AutoRemove) = (["sh", "-c", "sleep 0.3; exit 6"], true));
        var waiting = EngineHttp.PostAsync($"containers/{id}/wait?condition=removed");
        await Client.Containers.StartContainerAsync(id, new());
        var (_, text) = await waiting;
        return text.Contains("\"StatusCode\":6", StringComparison.Ordinal) ? null : "it answered: " + text.Trim();
    }

    private static async Task<string?> ProbeStartFailureAsync()
    {
        var id = await CreateAsync(container => container.Cmd = ["/no/such/command"]);
        try
        {
            await EngineHttp.PostAsync($"containers/{id}/start");
            var state = (await EngineHttp.GetAsync($"containers/{id}/json")).GetProperty("State");
            return state.GetProperty("ExitCode").GetInt32() != 0 && state.GetProperty("Error").GetString()?.Length > 0
                ? null
                : "a container whose start failed has exit code 0, or no error";
        }
        finally
        {
            await RemoveAsync(id);
        }
    }

    private static async Task<string?> ProbeTmpfsVolumeSizeAsync()
    {
        var name = $"ck-probe-{Guid.NewGuid():N}";
        var (status, text) = await EngineHttp.PostAsync(
            "volumes/create", $$"""{"Name":"{{name}}","DriverOpts":{"type":"tmpfs","device":"tmpfs","o":"size=8m"} }""");
        await EngineHttp.SendAsync(HttpMethod.Delete, $"volumes/{name}");
        return status == 201 ? null : $"it answered {status}: {text.Trim()}";
    }

    private static Task<string?> ProbeUpdateAsync(bool isChecked) => RunAsync(
        container => container.HostConfig!.Memory = 32 << 20,
        async id =>
        {
            var (status, text) = await EngineHttp.PostAsync($"containers/{id}/update", """{"NanoCpus":500000000}""");
            if (status != 200) return "it answered: " + text.Trim();
            if (!isChecked) return null;
            var host = (await EngineHttp.GetAsync($"containers/{id}/json")).GetProperty("HostConfig");
            if (host.GetProperty("NanoCpus").GetInt64() != 500_000_000) return "an update of NanoCpus is not in the container afterwards";
            (status, _) = await EngineHttp.PostAsync($"containers/{id}/update", """{"Memory":536870912}""");
            return status == 200 ? "it accepts a memory limit above the swap limit" : null;
        });

    // Counts the bytes that are written to it.
    private sealed class CountingStream : MemoryStream
    {
        public long Count { get; private set; }

        public override void Write(byte[] buffer, int offset, int count) => Count += count;

        public override void Write(ReadOnlySpan<byte> buffer) => Count += buffer.Length;

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            Count += count;
            return Task.CompletedTask;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Count += buffer.Length;
            return ValueTask.CompletedTask;
        }
    }
}
