using System.Runtime.CompilerServices;

namespace ContainerKit.Protocol.Tests.Support;

/// <summary>The tests look at requests, so whom this machine's own configuration knows must not be seen in them.</summary>
internal static class NoCredentials
{
    [ModuleInitializer]
    internal static void Forget()
    {
        Environment.SetEnvironmentVariable("DOCKER_CONFIG", Path.Combine(AppContext.BaseDirectory, "no-docker-config"));
        Environment.SetEnvironmentVariable("DOCKER_AUTH_CONFIG", null);
    }
}
