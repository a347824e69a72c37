using System.Globalization;
using System.Net;
using ContainerKit.Cleanup;
using ContainerKit.Engines;
using ContainerKit.Plans;
using Docker.DotNet.Models;

namespace ContainerKit.Containers;

/// <summary>Turns a spec into the engine's create request, and sends it so that what it makes can always be found again.</summary>
internal static class ContainerCreation
{
    /// <param name="image">What the engine knows the image by: a name or an id.</param>
    /// <param name="called">What people call the image.</param>
    /// <exception cref="EngineErrorException">Among others, 404 when the image is not on the engine.</exception>
    /// <remarks>Engine API: <c>POST /containers/create</c>.</remarks>
    public static async Task<Container> CreateAsync(ChainScope scope, ContainerSpec spec, string image, ImageReference called)
    {
        var engine = scope.Engine;
        var nonce = OwnLabels.NewNonce();
        var name = spec.Name ?? NewName(called, nonce);
        // Connected before anything is noted: an engine that was never reached has made nothing that could be left behind.
        var endpoint = await engine.EndpointAsync(scope.Token).ConfigureAwait(false);
        var parameters = Parameters(spec, image, name, endpoint);
        spec.Customize?.Invoke(parameters);
        parameters.Labels = new Dictionary<string, string>(parameters.Labels ?? new Dictionary<string, string>())
        {
            [OwnLabels.Session] = OwnLabels.SessionId,
            [OwnLabels.Create] = nonce,
        };

        var made = new MadeContainer(engine, parameters.Name ?? name, nonce);
        scope.Note(made);
        try
        {
            await Uninterrupted.RunAsync(async token =>
            {
                var created = await engine.Calls.AskAsync(
                    $"create {made} from {called}", (client, t) => client.Containers.CreateContainerAsync(parameters, t), token).ConfigureAwait(false);
                return made.Id = created.ID;
            }, engine.Options, scope.Token).ConfigureAwait(false);
        }
        catch (EngineErrorException e) when (e.StatusCode < HttpStatusCode.InternalServerError)
        {
            scope.CrossOut(made);
            throw;
        }
        catch (EngineErrorException e) when (e.StatusCode == HttpStatusCode.InternalServerError)
        {
            // The engine's own failure, unlike a gateway's, comes when it is done.
            made.IsAnswered = true;
            throw;
        }

        return new Container(engine, made.Id!, parameters.Name ?? name, called, new ContainerShape(spec, parameters.Tty is true));
    }

    // A name that tells what it is, and is known without asking: web servers called nginx-3f9a2c71.
    private static string NewName(ImageReference image, string nonce) => $"{image.Repository.Split('/')[^1]}-{nonce[..8]}";

    private static CreateContainerParameters Parameters(ContainerSpec spec, string image, string name, EngineEndpoint endpoint) => new()
    {
        Name = name,
        Image = image,
        Cmd = spec.Command.Count > 0 ? [.. spec.Command] : null!,
        Entrypoint = spec.Entrypoint switch
        {
            null => null!,
            // Engines take an empty list for "as the image has it"; one empty word is how they are told to have none.
            { Count: 0 } => [""],
            var words => [.. words],
        },
        Env = SpecChecks.Assignments(spec.Environment),
        WorkingDir = spec.WorkingDirectory!,
        User = spec.User!,
        Hostname = spec.Hostname!,
        Labels = new Dictionary<string, string>(spec.Labels),
        Tty = spec.Tty,
        OpenStdin = spec.OpenStdin || spec.StdinOnce,
        StdinOnce = spec.StdinOnce,
        ExposedPorts = spec.Publish.Select(Key).Distinct().ToDictionary(key => key, _ => default(EmptyStruct)!),
        HostConfig = new HostConfig
        {
            PortBindings = spec.Publish.GroupBy(Key).ToDictionary(
                ports => ports.Key, ports => (IList<PortBinding>)[.. ports.Select(port => Binding(port, endpoint))]),
            Memory = spec.MemoryBytes ?? 0,
            NanoCPUs = (long)((spec.Cpus ?? 0) * 1e9),
            RestartPolicy = new Docker.DotNet.Models.RestartPolicy { Name = Restart(spec.Restart) },
            Init = spec.Init,
            Privileged = spec.Privileged,
            CapAdd = [.. spec.AddCapabilities],
            CapDrop = [.. spec.DropCapabilities],
        },
    };

    private static string Key(PublishedPort port) => PublishedPort.Key(port.ContainerPort, port.Protocol);

    // Safe by default: what a test or an app starts on its own machine is not offered to the network.
    private static PortBinding Binding(PublishedPort port, EngineEndpoint endpoint) => new()
    {
        HostIP = port.HostAddress?.ToString() ?? (endpoint.IsLocal ? "127.0.0.1" : ""),
        HostPort = port.HostPort == 0 ? "" : port.HostPort.ToString(CultureInfo.InvariantCulture),
    };

    private static RestartPolicyKind Restart(RestartPolicy policy) => policy switch
    {
        RestartPolicy.Always => RestartPolicyKind.Always,
        RestartPolicy.OnFailure => RestartPolicyKind.OnFailure,
        RestartPolicy.UnlessStopped => RestartPolicyKind.UnlessStopped,
        _ => RestartPolicyKind.No,
    };
}

/// <summary>What a container was made with that later calls need to know.</summary>
internal sealed record ContainerShape(ContainerSpec Spec, bool Tty);
