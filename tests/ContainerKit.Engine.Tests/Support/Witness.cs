using System.Diagnostics;
using ContainerKit.Cleanup;

namespace ContainerKit.Engine.Tests.Support;

/// <summary>What the engine holds, by the docker command: a witness that shares no code with the library.</summary>
internal static class Witness
{
    /// <summary>The containers, running or not, that this process's library has made.</summary>
    public static Task<IReadOnlyList<string>> ContainersOfSessionAsync() => ContainersAsync($"label={OwnLabels.Session}={OwnLabels.SessionId}");

    public static Task<IReadOnlyList<string>> ContainersAsync(string filter) =>
        LinesAsync("ps", "-a", "--no-trunc", "--filter", filter, "--format", "{{.ID}} {{.Names}} {{.Image}} {{.Status}}");

    public static async Task<bool> HasImageAsync(string reference) => (await LinesAsync("images", "-q", reference)).Count > 0;

    public static async Task<bool> HasContainerAsync(string id) => (await ContainersAsync("id=" + id)).Count > 0;

    public static async Task<bool> HasVolumeAsync(string name) => (await LinesAsync("volume", "ls", "-q")).Contains(name);

    public static async Task RemoveImageAsync(string reference)
    {
        if (await HasImageAsync(reference)) await LinesAsync("rmi", reference);
    }

    /// <summary>One value of what docker inspect tells.</summary>
    public static async Task<string> InspectAsync(string thing, string format) => string.Join('\n', await LinesAsync("inspect", "--format", format, thing));

    /// <summary>The command lines of the processes in a container, seen from its host.</summary>
    public static Task<IReadOnlyList<string>> ProcessesAsync(string container) => LinesAsync("top", container, "-eo", "pid,args");

    /// <summary>Runs the docker command, which has to succeed.</summary>
    public static async Task<IReadOnlyList<string>> LinesAsync(params string[] arguments)
    {
        using var docker = Process.Start(new ProcessStartInfo("docker", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var reading = docker.StandardError.ReadToEndAsync();
        var output = await docker.StandardOutput.ReadToEndAsync();
        var error = await reading;
        await docker.WaitForExitAsync();
        docker.ExitCode.Should().Be(0, "docker {0} has to succeed; it said: {1}", string.Join(' ', arguments), error);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
