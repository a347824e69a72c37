using System.Runtime.InteropServices;

namespace ContainerKit.Engine.Tests.Support;

/// <summary>
/// Runs the test app in a container with the .NET runtime of this process. The folders of the runtime and of the app are mounted, so
/// the engine must have the files of this machine.
/// </summary>
internal static class AppContainers
{
    /// <summary>The command of the test app, without the mode.</summary>
    public const string Command = "/dotnet/dotnet /app/ContainerKit.CrashTestApp.dll";

    // dotnet/shared/Microsoft.NETCore.App/10.0.0/
    private static readonly string _runtime = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));

    /// <summary>Returns a spec whose shell script can run <see cref="Command"/>.</summary>
    /// <param name="spec">The spec with the labels, the mounts and the networks of the container.</param>
    /// <param name="script">The shell script.</param>
    /// <param name="environment">The environment variables.</param>
    public static ContainerSpec Create(ContainerSpec spec, string script, params (string Name, string Value)[] environment)
    {
        var variables = environment.ToDictionary(static each => each.Name, static each => each.Value);
        // The image has no ICU.
        variables["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        return spec with
        {
            Command = ["sh", "-c", script],
            Environment = variables,
            Mounts = [.. spec.Mounts, ReadOnly(_runtime, "/dotnet"), ReadOnly(AppContext.BaseDirectory.TrimEnd('/'), "/app")],
        };
    }

    /// <summary>Mounts the libraries of OpenSSL, which the image lacks and TLS needs.</summary>
    public static IEnumerable<Mount> GetOpenSslMounts()
    {
        string[] folders = ["/usr/lib64", "/usr/lib", .. Directory.GetDirectories("/usr/lib", "*-linux-gnu*")];
        foreach (var name in (string[])["libssl.so.3", "libcrypto.so.3"])
        {
            var file = folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
            Assert.SkipWhen(file is null, $"This machine has no {name}, which the container needs.");
            yield return ReadOnly(file!, file!);
        }
    }

    /// <summary>Returns the path of the socket of the default engine, which has <see cref="EngineFeature.HostMounts"/>.</summary>
    public static async Task<string> GetSocketAsync() => (await EngineAvailability.RequireAsync())["unix://".Length..];

    private static BindMount ReadOnly(string source, string target) => Mount.Bind(source, target) with { ReadOnly = true };
}
