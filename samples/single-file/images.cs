#!/usr/bin/env dotnet
#:package ContainerKit@0.1.0

// Runs one command in several images in parallel, and counts the programs in each.
using ContainerKit;

string[] images = args.Length > 0 ? args : ["busybox", "debian:bookworm-slim", "nginx:1.22"];
var counts = await Plan.All([.. images.Select(image =>
    Image.Pull(image).Run("sh", "-c", "ls /bin/ /usr/bin/ | sort -u | wc -l").Output())]);
foreach (var (image, count) in images.Zip(counts)) Console.WriteLine($"{count.Trim(),6}  {image}");
