using Docker.DotNet.Models;

namespace ContainerKit.Engine.Tests.Support;

internal static partial class EngineFeatureProbes
{
    private static async Task<string?> ProbeHostMountsAsync()
    {
        var endpoint = await EngineAvailability.RequireAsync();
        if (!endpoint.StartsWith("unix:///", StringComparison.Ordinal)) return $"{endpoint} is not a Unix socket";
        return await ProbeExitCodeAsync(
            container =>
            {
                container.Cmd = ["sh", "-c", "test -e /app/ContainerKit.CrashTestApp.dll && test -S /docker.sock"];
                container.HostConfig!.Binds = [AppContext.BaseDirectory + ":/app:ro", endpoint["unix://".Length..] + ":/docker.sock"];
            },
            "a container with mounts of the test program and of the engine's socket does not have them");
    }

    private static async Task<string?> ProbeWritableHostMountAsync()
    {
        var folder = Directory.CreateTempSubdirectory("ck-probe-");
        try
        {
            return await ProbeExitCodeAsync(
                container => (container.Cmd, container.HostConfig!.Binds) = (["touch", "/host/file"], [folder.FullName + ":/host"]),
                "a container cannot write to a folder of this user");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task<string?> ProbeExitCodeAsync(Action<CreateContainerParameters> configure, string obstacle) =>
        ProbeStartAsync(configure, async id => (await Client.Containers.WaitContainerAsync(id)).StatusCode == 0 ? null : obstacle);
}
