using ContainerKit;

// A shell in a container, as "docker run -it --rm IMAGE [COMMAND...]" gives one: dotnet run --project samples/Shell -- debian:bookworm-slim
// With "attach", "start" or "exec" first it is docker attach, docker start -ai and docker exec -it, of a container that is there already.
try
{
    var end = args switch
    {
        ["exec", var name, .. var command] => await (await Container.Find(name)).OpenConsoleAsync(command),
        ["attach", var name] => await (await Container.Find(name)).AttachConsoleAsync(),
        ["start", var name] => await (await Container.Find(name)).StartConsoleAsync(),
        ["--name", var name, var image, .. var command] => await Image.Pull(image).Run(new ContainerSpec(command) { Name = name }).Interactive(),
        [var image, .. var command] => await Image.Pull(image).Run(command).Interactive(),
        [] => await Image.Pull("debian:bookworm-slim").Run("bash").Interactive(),
    };
    if (end.IsDetached && args is ["attach" or "exec", ..]) Console.Error.WriteLine("read escape sequence");
    return end.ExitCode ?? 0;
}
catch (ContainerKitException e)
{
    Console.Error.WriteLine(e.Message);
    return 125;
}

