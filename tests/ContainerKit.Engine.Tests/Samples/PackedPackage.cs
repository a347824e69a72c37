using System.Diagnostics;

namespace ContainerKit.Engine.Tests.Samples;

/// <summary>
/// The packed library and its services, and a folder outside of this repository whose programs reference these packages.
/// The feed in that folder is the only package source. The dependencies come from the packages that the build has restored, so no
/// network is needed.
/// </summary>
public sealed class PackedPackage : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("containerkit-samples-").FullName;

    public string Version { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var feed = Directory.CreateDirectory(Path.Combine(_folder, "feed")).FullName;
        foreach (var name in (string[])["packages", "data"]) Directory.CreateDirectory(Path.Combine(_folder, name));
        // Packs the framework that these tests run on, because it has been built. eng/check-pack.sh packs all frameworks.
        foreach (var project in (string[])["ContainerKit", "ContainerKit.Services"])
        {
            var packed = await DotnetAsync(
                "pack", RepositoryPaths.GetPath("src", project), "--no-build", "-c", RepositoryPaths.Configuration, "-o", feed,
                "-p:TargetFrameworks=" + new DirectoryInfo(AppContext.BaseDirectory).Name, "-p:NoPackageAnalysis=true", "-v", "quiet");
            packed.Code.Should().Be(0, "{0} can be packed: {1}", project, packed.Output);
        }

        const string prefix = "ContainerKit.Services.";
        Version = Path.GetFileNameWithoutExtension(Directory.GetFiles(feed, prefix + "*.nupkg").Single())[prefix.Length..];

        var restored = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        await File.WriteAllTextAsync(Path.Combine(_folder, "nuget.config"), $"""
            <configuration>
              <packageSources><clear /><add key="packed" value="{feed}" /></packageSources>
              <fallbackPackageFolders><clear /><add key="restored" value="{restored}" /></fallbackPackageFolders>
            </configuration>
            """);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Runs a single-file program with <c>dotnet run</c>.</summary>
    /// <returns>The standard output of the program.</returns>
    public async Task<string> RunAsync(string name, string program)
    {
        var file = Path.Combine(_folder, name + ".cs");
        await File.WriteAllTextAsync(file, program, TestContext.Current.CancellationToken);
        var (code, output, errors) = await DotnetAsync("run", file);
        code.Should().Be(0, "{0} runs. Its output: {1}{2}", name, output, errors);
        return output;
    }

    private async Task<(int Code, string Output, string Errors)> DotnetAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Keeps the package and the build results out of the caches of the user, where a later run would find them.
        if (arguments[0] == "run")
        {
            start.Environment["NUGET_PACKAGES"] = Path.Combine(_folder, "packages");
            start.Environment["XDG_DATA_HOME"] = Path.Combine(_folder, "data");
        }

        // The MSBuild variables of the test runner must not affect these processes.
        foreach (var variable in start.Environment.Keys.Where(
            key => key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList()) start.Environment.Remove(variable);
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, output, await errors);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
