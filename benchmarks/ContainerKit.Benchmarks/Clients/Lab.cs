using Docker.DotNet;
using Docker.DotNet.Models;

namespace ContainerKit.Benchmarks.Clients;

/// <summary>The clients of the engine that all rows use.</summary>
internal sealed class Lab : IDisposable
{
    /// <summary>The image of all containers.</summary>
    public const string ImageName = "busybox";

    private Lab(EngineHttp http, string apiVersion) => (Http, ApiVersion) = (http, apiVersion);

    /// <summary>The plan of the image.</summary>
    public static ImagePlan Image { get; } = ContainerKit.Image.Pull(ImageName);

    /// <summary>A command that runs until it is killed.</summary>
    public static string[] Sleep { get; } = ["sleep", "infinity"];

    /// <summary>Plain HTTP.</summary>
    public EngineHttp Http { get; }

    /// <summary>Docker.DotNet with its own transport, as its documentation shows it.</summary>
    public DockerClient DockerDotNet { get; } = new DockerClientBuilder().Build();

    /// <summary>The API version that the engine supports.</summary>
    public string ApiVersion { get; }

    /// <summary>The path of a request, with the API version.</summary>
    public string Path(string path) => $"v{ApiVersion}/{path}";

    /// <summary>A command line of curl for a request with this path.</summary>
    public string Curl(string path, string options = "") =>
        $"curl -sS --fail --unix-socket '{Http.SocketPath}' {options} 'http://docker/{Path(path)}'";

    /// <summary>Finds the engine and pulls the image.</summary>
    public static async Task<Lab> OpenAsync()
    {
        var connection = await DockerEngine.Default.ConnectAsync();
        var endpoint = new Uri(connection.Endpoint);
        if (endpoint.Scheme != "unix")
            throw new NotSupportedException("The benchmarks need an engine at a Unix socket, because curl and plain HTTP use it.");
        await Image;
        return new Lab(new EngineHttp(endpoint.LocalPath), connection.ApiVersion.ToString());
    }

    /// <summary>Creates a container without starting it.</summary>
    public async Task<string> CreateAsync(params string[] command) => (await DockerDotNet.Containers.CreateContainerAsync(
        new CreateContainerParameters { Image = ImageName, Cmd = command })).ID;

    /// <summary>Removes a container.</summary>
    public Task RemoveAsync(string id) =>
        DockerDotNet.Containers.RemoveContainerAsync(id, new() { Force = true, RemoveVolumes = true });

    public void Dispose()
    {
        Http.Dispose();
        DockerDotNet.Dispose();
    }
}
