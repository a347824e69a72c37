using System.Diagnostics;
using System.Text.Json;

namespace ContainerKit.Engine.Tests.Support;

/// <summary>Asks the docker command, which finds the engine by the same rules as the library.</summary>
internal sealed class DockerCli : IDisposeProbe
{
    public static bool IsInstalled { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "docker.exe" : "docker")));

    public async Task<IReadOnlyList<string>> FindAsync(string kind, string label, CancellationToken cancellationToken)
    {
        var (_, output) = await RunAsync(kind switch
        {
            "container" => ["ps", "--all", "--filter", $"label={label}", "--format", "{{.Names}}"],
            "volume" => ["volume", "ls", "--filter", $"label={label}", "--format", "{{.Name}}"],
            "network" => ["network", "ls", "--filter", $"label={label}", "--format", "{{.Name}}"],
            // By id where it has no name: that is what can be removed.
            _ => ["images", "--filter", $"label={label}", "--no-trunc", "--format", "{{if eq .Tag \"<none>\"}}{{.ID}}{{else}}{{.Repository}}:{{.Tag}}{{end}}"],
        }, mayFail: false, cancellationToken);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    public async Task<string?> ImageIdAsync(string name, CancellationToken cancellationToken)
    {
        var (code, output) = await RunAsync(["image", "inspect", "--format", "{{.Id}}", name], mayFail: true, cancellationToken);
        return code == 0 ? output.Trim() : null;
    }

    // It may be gone by now, and what is gone need not be removed.
    public Task RemoveAsync(Leftover thing, CancellationToken cancellationToken) =>
        RunAsync([thing.Kind, "rm", "--force", thing.Name], mayFail: true, cancellationToken);

    /// <summary>Runs it, and gives what it wrote to standard output, trimmed.</summary>
    public static async Task<string> AskAsync(params string[] arguments) =>
        (await RunAsync(arguments, mayFail: false, TestContext.Current.CancellationToken)).Output.Trim();

    /// <summary>Runs it, whether it succeeds or not.</summary>
    public static Task TryAsync(params string[] arguments) => RunAsync(arguments, mayFail: true, TestContext.Current.CancellationToken);

    /// <summary>A container's, image's or volume's description.</summary>
    public static async Task<JsonElement> InspectAsync(string what)
    {
        using var json = JsonDocument.Parse(await AskAsync("inspect", what));
        return json.RootElement[0].Clone();
    }

    public static async Task<bool> ExistsAsync(string what) =>
        (await RunAsync(["inspect", what], mayFail: true, TestContext.Current.CancellationToken)).Code == 0;

    private static async Task<(int Code, string Output)> RunAsync(string[] arguments, bool mayFail, CancellationToken cancellationToken)
    {
        Assert.SkipUnless(IsInstalled, "The docker command, the witness of this test, is not installed.");
        using var process = Process.Start(new ProcessStartInfo("docker", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0 && !mayFail)
            throw new InvalidOperationException($"docker {string.Join(' ', arguments)} ended with {process.ExitCode}: {await error}");
        return (process.ExitCode, output);
    }
}
