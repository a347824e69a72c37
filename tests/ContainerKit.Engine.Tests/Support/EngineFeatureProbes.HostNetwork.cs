using System.Net;
using System.Net.Sockets;

namespace ContainerKit.Engine.Tests.Support;

internal static partial class EngineFeatureProbes
{
    private static Task<string?> ProbeHostNetworkAsync() => ProbeStartAsync(
        container => (container.Cmd, container.HostConfig!.NetworkMode) = (["readlink", "/proc/self/ns/net"], "host"),
        async id =>
        {
            await Client.Containers.WaitContainerAsync(id);
            using var log = await Client.Containers.GetContainerLogsAsync(id, new() { ShowStdout = true });
            var (output, _) = await log.ReadOutputToEndAsync(CancellationToken.None);
            return output.Trim() == new FileInfo("/proc/self/ns/net").LinkTarget
                ? null
                : "the network of its host is not that of this machine";
        });

    private static Task<string?> ProbeHostGatewayAsync() => RunAsync(
        container => container.HostConfig!.ExtraHosts = ["there:host-gateway"],
        async id =>
        {
            var state = (await EngineHttp.GetAsync($"containers/{id}/json")).GetProperty("State");
            if (!state.GetProperty("Running").GetBoolean()) return "a container with the address host-gateway does not run";
            var (_, body) = await EngineHttp.SendAsync(HttpMethod.Get, $"containers/{id}/archive?path=/etc/hosts");
            return System.Text.Encoding.UTF8.GetString(body).Split('\n')
                .Any(line => line.EndsWith("there", StringComparison.Ordinal) && char.IsAsciiDigit(line[0]))
                ? null
                : "the hosts of a container do not have a name with the address host-gateway";
        });

    private static async Task<string?> ProbeHostDockerInternalAsync()
    {
        using var stop = new CancellationTokenSource();
        using var listener = new TcpListener(IPAddress.Any, 0);
        listener.Start();
        var serving = ServeAsync();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var obstacle = await ProbeExitCodeAsync(
            container =>
            {
                container.Cmd = ["timeout", "10", "sh", "-c", $"nc host.docker.internal {port} < /dev/null"];
                container.HostConfig!.ExtraHosts = ["host.docker.internal:host-gateway"];
            },
            "a container does not reach a server of the tests as host.docker.internal");
        await stop.CancelAsync();
        await serving;
        return obstacle;

        async Task ServeAsync()
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(stop.Token);
            }
            catch (OperationCanceledException)
            {
                // The container did not connect.
            }
        }
    }
}
