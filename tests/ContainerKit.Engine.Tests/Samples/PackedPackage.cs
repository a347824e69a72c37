using System.Diagnostics;

namespace ContainerKit.Engine.Tests.Samples;

/// <summary>
/// The library packed as its users get it, and a folder outside of this repository where programs reference that package. The package comes
/// from there and from nowhere else; what it needs is what the build has restored, so that no network takes part.
/// </summary>
public sealed class PackedPackage : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("containerkit-samples-").FullName;

    public string Version { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var feed = Directory.CreateDirectory(Path.Combine(_folder, "feed")).FullName;
        foreach (var name in (string[])["packages", "data"]) Directory.CreateDirectory(Path.Combine(_folder, name));
        // The framework that these tests run on is the one that is sure to be built. Packing both is what eng/check-pack.sh does.
        var packed = await DotnetAsync("pack", Repository.PathOf("src", "ContainerKit"), "--no-build", "-c", Repository.Configuration, "-o", feed,
            "-p:TargetFrameworks=" + new DirectoryInfo(AppContext.BaseDirectory).Name, "-p:NoPackageAnalysis=true", "-v", "quiet");
        packed.Code.Should().Be(0, "the library is packed: {0}", packed.Output);
        Version = Path.GetFileNameWithoutExtension(Directory.GetFiles(feed, "*.nupkg").Single())["ContainerKit.".Length..];

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

    /// <summary>Runs a program of one file, as <c>dotnet run</c> does.</summary>
    /// <returns>What it wrote to standard output.</returns>
    public async Task<string> RunAsync(string name, string program)
    {
        var file = Path.Combine(_folder, name + ".cs");
        await File.WriteAllTextAsync(file, program, TestContext.Current.CancellationToken);
        var (code, output, errors) = await DotnetAsync("run", file);
        code.Should().Be(0, "{0} runs. It said: {1}{2}", name, output, errors);
        return output;
    }

    private async Task<(int Code, string Output, string Errors)> DotnetAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true };
        // Neither this package nor what is built with it may get into the caches of the machine's user, where a later version would find it.
        if (arguments[0] == "run")
        {
            start.Environment["NUGET_PACKAGES"] = Path.Combine(_folder, "packages");
            start.Environment["XDG_DATA_HOME"] = Path.Combine(_folder, "data");
        }

        // What the test runner tells its own processes is not for these.
        foreach (var variable in start.Environment.Keys.Where(key => key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList()) start.Environment.Remove(variable);
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
