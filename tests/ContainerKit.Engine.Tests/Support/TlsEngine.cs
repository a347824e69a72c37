namespace ContainerKit.Engine.Tests.Support;

/// <summary>
/// The engine with mutual TLS that eng/up.sh starts. In the matrix it is the engine of the other tests. Tests are skipped without it.
/// </summary>
internal static class TlsEngine
{
    /// <summary>The address of the engine on loopback.</summary>
    public static string Address => GetVariable("CONTAINERKIT_TLS_ENGINE");

    /// <summary>The IP address at which containers of another engine reach this one, under the name <c>docker</c>.</summary>
    public static string ServiceAddress => GetVariable("CONTAINERKIT_TLS_ENGINE_SERVICE");

    /// <summary>The folder with the certificates of the authorities, and a folder for each client.</summary>
    public static string Certificates => GetVariable("CONTAINERKIT_TLS_ENGINE_CERTIFICATES");

    /// <summary>Returns the folder of a client: client, expired, other or without.</summary>
    public static string Folder(string client) => Path.Combine(Certificates, client);

    /// <summary>Creates an engine object with the certificates of a client.</summary>
    public static DockerEngine Connect(string client) =>
        new(new DockerEngineOptions { Endpoint = new Uri(Address), CertificatePath = Folder(client) });

    private static string GetVariable(string variable)
    {
        var value = Environment.GetEnvironmentVariable(variable);
        Assert.SkipWhen(
            string.IsNullOrEmpty(value), $"The engine lacks a port with TLS: {variable} is not set. eng/up.sh starts an engine with one.");
        return value!;
    }
}
