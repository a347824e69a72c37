using ContainerKit;

// A shell in a container, as with `docker run -it --rm IMAGE [COMMAND...]`:
//   dotnet run --project samples/Shell -- debian:bookworm-slim
// With "exec", "attach" or "start" as first argument it does the same as `docker exec -it`, `docker attach` and
// `docker start -ai` with an existing container.
try
{
    var result = args switch
    {
        ["exec", var name, .. var command] => await (await Container.Find(name)).OpenConsoleAsync(command),
        ["attach", var name] => await (await Container.Find(name)).AttachConsoleAsync(),
        ["start", var name] => await (await Container.Find(name)).StartConsoleAsync(),
        ["--name", var name, var image, .. var command] =>
            await Image.Pull(image).Run(new ContainerSpec(command) { Name = name }).Interactive(),
        [var image, .. var command] => await Image.Pull(image).Run(command).Interactive(),
        [] => await Image.Pull("debian:bookworm-slim").Run("bash").Interactive(),
    };
    if (result.IsDetached && args is ["attach" or "exec", ..]) Console.Error.WriteLine("read escape sequence");
    return result.ExitCode ?? 0;
}
catch (ContainerKitException e)
{
    Console.Error.WriteLine(e.Message);
    return 125;
}
