using System.Runtime.CompilerServices;

namespace ContainerKit.Protocol.Tests.Support;

/// <summary>Hides the registry credentials of this machine, because the tests assert on the requests.</summary>
internal static class NoCredentials
{
    [ModuleInitializer]
    internal static void HideCredentials()
    {
        Environment.SetEnvironmentVariable("DOCKER_CONFIG", Path.Combine(AppContext.BaseDirectory, "no-docker-config"));
        Environment.SetEnvironmentVariable("DOCKER_AUTH_CONFIG", null);
    }
}
