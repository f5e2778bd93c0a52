module example.dev/kubeling-example

go 1.19
