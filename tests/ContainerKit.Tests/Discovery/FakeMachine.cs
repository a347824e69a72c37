using System.Security.Cryptography;
using System.Text;
using ContainerKit.Discovery;

namespace ContainerKit.Tests.Discovery;

/// <summary>
/// A machine for endpoint discovery: a temporary home folder, and only the environment variables that a test sets.
/// </summary>
internal sealed class FakeMachine : IDisposable
{
    private readonly Dictionary<string, string> _variables = [];

    public string Home { get; } = Directory.CreateTempSubdirectory("ck-home-").FullName;

    public string DockerFolder => Path.Combine(Home, ".docker");

    public string this[string variable]
    {
        set => _variables[variable] = value;
    }

    public HostEnvironment GetHost(bool isWindows = false, string? runtimeDirectory = null)
    {
        if (runtimeDirectory is not null) this["XDG_RUNTIME_DIR"] = runtimeDirectory;
        return new(_variables.GetValueOrDefault, Home, isWindows);
    }

    /// <summary>Writes config.json.</summary>
    public void Configure(string json)
    {
        Directory.CreateDirectory(DockerFolder);
        File.WriteAllText(Path.Combine(DockerFolder, "config.json"), json);
    }

    public void UseContext(string name) => Configure($$"""{ "auths": {}, "currentContext": "{{name}}" }""");

    /// <summary>Writes a context as <c>docker context create</c> does.</summary>
    public void AddContext(string name, string meta) =>
        File.WriteAllText(Path.Combine(ContextFolder("meta", name), "meta.json"), meta);

    public void AddContextAt(string name, string address, bool skipVerify = false) => AddContext(
        name,
        $$"""
        {
          "Name": "{{name}}",
          "Metadata": {},
          "Endpoints": { "docker": { "Host": "{{address}}", "SkipTLSVerify": {{(skipVerify ? "true" : "false")}} } }
        }
        """);

    /// <summary>Creates the folder for a context's certificates, and returns its path.</summary>
    public string AddContextTls(string name) => ContextFolder("tls", name, "docker");

    public void Dispose() => Directory.Delete(Home, recursive: true);

    private string ContextFolder(string kind, string name, string subfolder = "")
    {
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name))).ToLowerInvariant();
        return Directory.CreateDirectory(Path.Combine(DockerFolder, "contexts", kind, key, subfolder)).FullName;
    }
}
