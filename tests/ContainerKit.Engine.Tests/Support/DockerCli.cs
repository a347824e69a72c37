using System.Diagnostics;
using System.Text.Json;

namespace ContainerKit.Engine.Tests.Support;

/// <summary>Runs the Docker CLI, which discovers the engine by the same rules as the library.</summary>
internal sealed class DockerCli : IDisposeProbe
{
    /// <summary>Indicates whether the Docker CLI is on the path.</summary>
    public static bool IsInstalled { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(directory => File.Exists(Path.Combine(directory, OperatingSystem.IsWindows() ? "docker.exe" : "docker")));

    public async Task<IReadOnlyList<string>> FindAsync(string kind, string label, CancellationToken cancellationToken)
    {
        var (_, output) = await RunAsync(kind switch
        {
            "container" => ["ps", "--all", "--filter", $"label={label}", "--format", "{{.Names}}"],
            "volume" => ["volume", "ls", "--filter", $"label={label}", "--format", "{{.Name}}"],
            "network" => ["network", "ls", "--filter", $"label={label}", "--format", "{{.Name}}"],
            // An untagged image is listed by its id, with which it can be removed.
            _ => ["images", "--filter", $"label={label}", "--no-trunc", "--format",
                "{{if eq .Tag \"<none>\"}}{{.ID}}{{else}}{{.Repository}}:{{.Tag}}{{end}}"],
        }, allowFailure: false, cancellationToken);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    public async Task<string?> ImageIdAsync(string name, CancellationToken cancellationToken)
    {
        var (code, output) =
            await RunAsync(["image", "inspect", "--format", "{{.Id}}", name], allowFailure: true, cancellationToken);
        return code == 0 ? output.Trim() : null;
    }

    // The removal may fail, because the resource may be removed already.
    public Task RemoveAsync(Leftover leftover, CancellationToken cancellationToken) =>
        RunAsync([leftover.Kind, "rm", "--force", leftover.Name], allowFailure: true, cancellationToken);

    /// <summary>Runs a command and returns its trimmed standard output.</summary>
    public static async Task<string> GetOutputAsync(params string[] arguments) =>
        (await RunAsync(arguments, allowFailure: false, TestContext.Current.CancellationToken)).Output.Trim();

    /// <summary>Runs a command with a standard input, and returns its trimmed standard output.</summary>
    public static async Task<string> GetOutputWithInputAsync(string input, params string[] arguments) =>
        (await RunAsync(arguments, allowFailure: false, TestContext.Current.CancellationToken, input)).Output.Trim();

    /// <summary>Runs a command, and returns its exit code and its trimmed standard output.</summary>
    public static async Task<(int Code, string Output)> TryAsync(params string[] arguments)
    {
        var (code, output) = await RunAsync(arguments, allowFailure: true, TestContext.Current.CancellationToken);
        return (code, output.Trim());
    }

    /// <summary>Runs a command and ignores its exit code.</summary>
    public static Task RunIgnoringErrorsAsync(params string[] arguments) =>
        RunAsync(arguments, allowFailure: true, TestContext.Current.CancellationToken);

    /// <summary>Inspects a container, an image, a network or a volume.</summary>
    public static async Task<JsonElement> InspectAsync(string nameOrId)
    {
        using var json = JsonDocument.Parse(await FindAsync(nameOrId) ?? await GetOutputAsync("inspect", nameOrId));
        return json.RootElement[0].Clone();
    }

    /// <summary>Returns true if a container, an image, a network or a volume exists.</summary>
    public static async Task<bool> ExistsAsync(string nameOrId) => await FindAsync(nameOrId) is not null;

    // "docker inspect" stops at Podman's error about an image whose name has the form of an id.
    private static async Task<string?> FindAsync(string nameOrId)
    {
        string[][] commands = nameOrId.Length == 64 && nameOrId.All(char.IsAsciiHexDigitLower)
            ? [["inspect"], ["network", "inspect"], ["volume", "inspect"]]
            : [["inspect"]];
        foreach (var command in commands)
        {
            var (code, output) = await RunAsync([.. command, nameOrId], allowFailure: true, TestContext.Current.CancellationToken);
            if (code == 0) return output;
        }

        return null;
    }

    private static async Task<(int Code, string Output)> RunAsync(
        string[] arguments, bool allowFailure, CancellationToken cancellationToken, string? input = null)
    {
        Assert.SkipUnless(IsInstalled, "The Docker CLI, which this test needs, is not installed.");
        using var process = Process.Start(new ProcessStartInfo("docker", arguments)
        {
            RedirectStandardInput = input is not null,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        if (input is not null)
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }

        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0 && !allowFailure)
            throw new InvalidOperationException(
                $"docker {string.Join(' ', arguments)} failed with exit code {process.ExitCode}: {await error}");
        return (process.ExitCode, output);
    }
}
