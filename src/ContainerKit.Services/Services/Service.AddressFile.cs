using ContainerKit.Diagnostics;

namespace ContainerKit.Services;

public abstract partial class Service
{
    /// <summary>The file in a container of <see cref="RunWithAddress"/> that contains the text with the address.</summary>
    protected const string AddressFile = "/tmp/published-address";

    // The arguments after the script are the command of the container.
    private const string AddressScript = $"until [ -s {AddressFile} ]; do sleep 0.05; done; exec \"$@\"";

    /// <summary>
    /// Plans a container whose server must know the address by which this machine reaches it, for example because it sends
    /// the address to its clients. The engine chooses a published port when the container starts, so the command of the
    /// container does not run until <see cref="AddressFile"/> has the address.
    /// </summary>
    /// <param name="image">The image. It must contain <c>sh</c>.</param>
    /// <param name="spec">
    /// The description of the container, with a command and the published port. Its wait begins when the file exists.
    /// </param>
    /// <param name="port">The TCP port in the container.</param>
    /// <param name="createText">Creates the text of the file from the container and the address. It must not be empty.</param>
    /// <exception cref="ArgumentException">The spec has no command.</exception>
    /// <example><code>
    /// var spec = new ContainerSpec("sh", "-c", $"exec server --advertise \"$(cat {AddressFile})\"") { Publish = [Port] };
    /// return Start(RunWithAddress(Image.Pull("server"), spec, Port, (_, address) => $"{address}"), it => new Server(it));
    /// </code></example>
    protected static ContainerPlan RunWithAddress(
        ImagePlan image, ContainerSpec spec, int port, Func<Container, PortAddress, string> createText)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(createText);
        if (spec.Command is [])
        {
            throw ArgumentErrors.Create(
                "The container has no command that could run after the file with the address exists. Set ContainerSpec.Command.",
                nameof(spec));
        }

        return StartWithAddress(image.Create(AwaitAddress(spec)), spec.Wait, port, createText);
    }

    /// <summary>Returns the description of a container whose command runs when the file with the address exists.</summary>
    internal static ContainerSpec AwaitAddress(ContainerSpec spec) =>
        spec with { Command = ["sh", "-c", AddressScript, "sh", .. spec.Command], Wait = null };

    /// <summary>Starts a container of <see cref="AwaitAddress"/>, writes the file, and waits for the server.</summary>
    internal static ContainerPlan StartWithAddress(
        ContainerPlan created, Wait? ready, int port, Func<Container, PortAddress, string> createText)
    {
        var started = created.Start().Do($"write {AddressFile}", async (container, token) =>
        {
            var address = await container.GetPublishedPortAsync(port, token).ConfigureAwait(false);
            await container.WriteTextAsync(AddressFile, createText(container, address), token).ConfigureAwait(false);
        });
        return ready is null ? started : started.WaitFor(ready);
    }
}
