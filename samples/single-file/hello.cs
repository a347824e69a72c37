#!/usr/bin/env dotnet
#:package ContainerKit@0.1.0

using ContainerKit;

Console.WriteLine(await Image.Pull("hello-world").Run().Output());
