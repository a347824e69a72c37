using System.Runtime.InteropServices;
using ContainerKit.Sessions;

namespace ContainerKit.Tests.Sessions;

/// <summary>The program that runs the watchdog, and its environment.</summary>
public sealed class DotnetHostTests
{
    [Fact]
    public void The_host_is_that_of_the_runtime_of_this_process() =>
        DotnetHost.Find().Should().Be(DotnetHost.GetHostOf(RuntimeEnvironment.GetRuntimeDirectory()));

    [Theory]
    [InlineData("/tmp/app/bin/x64/")]
    [InlineData("/tmp/shared/app/1.0")]
    [InlineData("/a")]
    [InlineData("/")]
    public void The_directory_of_a_self_contained_program_has_no_host(string directory) =>
        DotnetHost.GetHostOf(directory).Should().BeNull();

    [Fact]
    public void A_program_in_the_current_folder_is_not_a_host()
    {
        var file = Path.GetFileName(Directory.GetFiles(Environment.CurrentDirectory)[0]);

        DotnetHost.IsUsable(file).Should().BeFalse();
        DotnetHost.IsUsable("./" + file).Should().BeFalse();
        DotnetHost.IsUsable(Path.GetFullPath(file)).Should().BeTrue();
    }

    [Fact]
    public void The_watchdog_gets_no_startup_hook_no_profiler_and_no_secret()
    {
        var environment = new Dictionary<string, string?>
        {
            ["PATH"] = "/usr/bin",
            ["DOTNET_STARTUP_HOOKS"] = "/x.dll",
            ["CORECLR_ENABLE_PROFILING"] = "1",
            ["CORECLR_PROFILER_PATH"] = "/x.so",
            ["DOTNET_ADDITIONAL_DEPS"] = "/x",
            ["LD_PRELOAD"] = "/x.so",
            ["DOCKER_AUTH_CONFIG"] = "s3cret",
            ["DOCKER_HOST"] = "tcp://user:s3cret@host",
        };

        WatchdogLauncher.RemoveOtherVariables(environment);

        environment.Should().BeEquivalentTo(
            new Dictionary<string, string?> { ["PATH"] = "/usr/bin", ["DOTNET_EnableDiagnostics"] = "0" });
    }
}
