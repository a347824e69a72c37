using System.Text;
using ContainerKit.Registries;
using ContainerKit.Tests.Discovery;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContainerKit.Tests.Registries;

/// <summary>A test of credentials on a machine with a temporary home folder.</summary>
public abstract class CredentialTest : IDisposable
{
    private protected FakeMachine Machine { get; } = new();

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Machine.Dispose();
    }

    protected static void SkipOnWindows() =>
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The helper of this test is a shell script.");

    private protected static RegistryName Registry(string name = "reg.example") => RegistryName.Parse(name);

    protected static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private protected CredentialSource Source() => new(Machine.GetHost(), new DockerEngineOptions(), NullLogger.Instance);
}
